'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import type { EvidenceArchiveView } from '@patchbay/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { TextField } from '#components/fields/text-field.tsx';
import { FormError } from '#components/shared/form-error.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { FieldFrame } from '#components/ui/field-frame.tsx';
import { Form } from '#components/ui/form.tsx';
import { Select } from '#components/ui/input.tsx';
import { toast } from '#components/ui/toast.tsx';
import { api } from '#lib/api/browser.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { t } from '#messages/en.ts';

const schema = z.object({
  connectionId: z.string().min(1),
  bucket: z.string().trim().min(2, t.evidenceArchive.bucketNeeded),
  prefix: z.string().trim(),
});
type Values = z.output<typeof schema>;

interface EvidenceArchiveDialogProps extends EvidenceArchiveView {
  onClose: () => void;
}

/** Says where evidence goes; a first object is stored there when it is saved. */
export function EvidenceArchiveDialog({ archive, choices, onClose }: EvidenceArchiveDialogProps) {
  const queryClient = useQueryClient();
  const formId = useId();
  const connectionField = useId();
  const form = useForm<Values>({
    resolver: zodResolver(schema),
    mode: 'onTouched',
    defaultValues: {
      connectionId: archive?.connectionId ?? choices[0]?.connectionId ?? '',
      bucket: archive?.bucket ?? '',
      prefix: archive?.prefix ?? '',
    },
  });
  const { errors } = form.formState;
  const save = useMutation({
    mutationFn: (body: Values) => unwrap(api.PUT('/api/v1/evidence/archive', { body })),
    onSuccess: () => {
      toast(t.evidenceArchive.saved);
      onClose();
      return queryClient.invalidateQueries({ queryKey: ['evidence'] });
    },
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t.evidenceArchive.title}
      description={t.evidenceArchive.dialogText}
      testId="evidence-archive-dialog"
      footer={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button type="submit" form={formId} variant="primary" isBusy={save.isPending}>
            {t.common.save}
          </Button>
        </>
      }
    >
      <Form
        id={formId}
        className="flex min-w-0 flex-col gap-4 pb-1"
        onSubmit={form.handleSubmit((values) => save.mutate(values))}
      >
        <FieldFrame id={connectionField} label={t.evidenceArchive.connection}>
          <Select id={connectionField} {...form.register('connectionId')}>
            {choices.map(({ connectionId, name }) => (
              <option key={connectionId} value={connectionId}>
                {name}
              </option>
            ))}
          </Select>
        </FieldFrame>
        <TextField
          label={t.evidenceArchive.bucket}
          help={t.evidenceArchive.bucketHelp}
          autoComplete="off"
          spellCheck={false}
          error={errors.bucket?.message}
          {...form.register('bucket')}
        />
        <TextField
          label={t.evidenceArchive.prefix}
          help={t.evidenceArchive.prefixHelp}
          isOptional
          autoComplete="off"
          spellCheck={false}
          error={errors.prefix?.message}
          {...form.register('prefix')}
        />
        {save.error && <FormError error={save.error} title={t.evidenceArchive.notSaved} />}
      </Form>
    </Dialog>
  );
}
