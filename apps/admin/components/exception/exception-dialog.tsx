'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import type { Connection, FindingException } from '@patchbay/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useForm } from 'react-hook-form';
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
import {
  changedException,
  type ExceptionFormValues,
  exceptionFormSchema,
  exceptionFormValues,
  newException,
} from '#lib/exception-form.ts';
import { t } from '#messages/en.ts';
import { ExceptionPatterns } from './exception-patterns.tsx';

interface ExceptionDialogProps {
  /** Null: a new one. */
  exception: FindingException | null;
  /** What a new one starts with. */
  given: Partial<ExceptionFormValues>;
  connections: readonly Connection[];
  onClose: () => void;
}

/** Makes an exception, or changes why it is there and until when. */
export function ExceptionDialog({ exception, given, connections, onClose }: ExceptionDialogProps) {
  const queryClient = useQueryClient();
  const [openedAt] = useState(() => Date.now());
  const formId = useId();
  const connectionField = useId();
  const form = useForm<ExceptionFormValues>({
    resolver: zodResolver(exceptionFormSchema(exception, openedAt)),
    mode: 'onTouched',
    defaultValues: exceptionFormValues(exception, given),
  });
  const { errors } = form.formState;
  const save = useMutation({
    mutationFn: (values: ExceptionFormValues) =>
      exception
        ? unwrap(
            api.PATCH('/api/v1/integrations/finding-exceptions/{id}', {
              params: { path: { id: exception.id } },
              body: changedException(exception, values),
            }),
          )
        : unwrap(api.POST('/api/v1/integrations/finding-exceptions', { body: newException(values) })),
    onSuccess: () => {
      toast(t.exceptions.saved);
      void queryClient.invalidateQueries({ queryKey: ['findings'] });
      void queryClient.invalidateQueries({ queryKey: ['finding-exceptions'] });
      onClose();
    },
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={exception ? t.exceptions.editTitle : t.exceptions.addTitle}
      description={exception ? t.exceptions.editText : t.exceptions.addText}
      testId="exception-dialog"
      footer={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button type="submit" form={formId} variant="primary" isBusy={save.isPending}>
            {exception ? t.common.save : t.exceptions.add}
          </Button>
        </>
      }
    >
      <Form
        id={formId}
        className="flex min-w-0 flex-col gap-4 pb-1"
        onSubmit={form.handleSubmit((values) => save.mutate(values))}
      >
        {exception ? (
          <ExceptionPatterns exception={exception} />
        ) : (
          <>
            <TextField
              label={t.exceptions.rule}
              help={t.exceptions.ruleHelp}
              isOptional
              autoComplete="off"
              spellCheck={false}
              error={errors.rule?.message}
              {...form.register('rule')}
            />
            <TextField
              label={t.exceptions.resource}
              help={t.exceptions.resourceHelp}
              isOptional
              autoComplete="off"
              spellCheck={false}
              error={errors.resource?.message}
              {...form.register('resource')}
            />
            <FieldFrame id={connectionField} label={t.exceptions.connection}>
              <Select id={connectionField} {...form.register('connectionId')}>
                <option value="">{t.exceptions.everyConnection}</option>
                {connections.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </Select>
            </FieldFrame>
          </>
        )}
        <TextField
          label={t.exceptions.reason}
          help={t.exceptions.reasonHelp}
          autoComplete="off"
          error={errors.reason?.message}
          {...form.register('reason')}
        />
        <TextField
          type="date"
          label={t.exceptions.until}
          help={t.exceptions.untilHelp}
          isOptional
          error={errors.until?.message}
          {...form.register('until')}
        />
        {save.error && <FormError error={save.error} title={t.connectionSettings.notSaved} />}
      </Form>
    </Dialog>
  );
}
