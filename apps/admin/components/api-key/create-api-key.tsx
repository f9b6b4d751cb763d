'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { TextField } from '#components/fields/text-field.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { FieldFrame } from '#components/ui/field-frame.tsx';
import { Form } from '#components/ui/form.tsx';
import { Select } from '#components/ui/input.tsx';
import { api } from '#lib/api/browser.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { useMe } from '#lib/me.tsx';
import { t } from '#messages/en.ts';
import { SecretOnce } from './secret-once.tsx';

const roles = ['owner', 'admin', 'member', 'viewer'] as const;

const schema = z.object({
  name: z.string().trim().min(1, t.settings.keyNameNeeded).max(100),
  role: z.enum(roles),
  expiresInDays: z.string(),
});

type Values = z.output<typeof schema>;

/** Asks for a name and a role, then shows the key this one time. */
export function CreateApiKey({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const me = useMe();
  const queryClient = useQueryClient();
  const formId = useId();
  const roleId = useId();
  const expiresId = useId();
  const allowed = roles.slice(roles.indexOf(me.role));
  const form = useForm({
    resolver: zodResolver(schema),
    mode: 'onTouched',
    defaultValues: { name: '', role: allowed.includes('admin') ? 'admin' : me.role, expiresInDays: '90' } as Values,
  });
  const create = useMutation({
    mutationFn: ({ name, role, expiresInDays }: Values) =>
      unwrap(
        api.POST('/api/v1/api-keys', {
          body: { name, role, expiresInDays: expiresInDays ? Number(expiresInDays) : null },
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['api-keys'] }),
  });
  const close = () => {
    onClose();
    form.reset();
    create.reset();
  };
  if (create.data)
    return (
      <Dialog
        isOpen={isOpen}
        onClose={close}
        testId="api-key-created"
        title={t.settings.keyReadyTitle}
        description={t.settings.keyReadyText}
        footer={
          <Button variant="primary" onClick={close}>
            {t.settings.keyReadyDone}
          </Button>
        }
      >
        <SecretOnce secret={create.data.key} />
      </Dialog>
    );
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      testId="create-api-key"
      title={t.settings.createKeyTitle}
      description={t.settings.createKeyText}
      footer={
        <>
          <Button onClick={close}>{t.common.cancel}</Button>
          <Button type="submit" form={formId} variant="primary" isBusy={create.isPending}>
            {t.settings.createKey}
          </Button>
        </>
      }
    >
      <Form id={formId} className="flex flex-col gap-5" onSubmit={form.handleSubmit((values) => create.mutate(values))}>
        <TextField
          label={t.settings.keyName}
          help={t.settings.keyNameHelp}
          autoComplete="off"
          error={form.formState.errors.name?.message}
          {...form.register('name')}
        />
        <FieldFrame id={roleId} label={t.settings.keyRole}>
          <Select id={roleId} {...form.register('role')}>
            {allowed.map((role) => (
              <option key={role} value={role}>
                {t.settings.roles[role]?.label}: {t.settings.roles[role]?.text}
              </option>
            ))}
          </Select>
        </FieldFrame>
        <FieldFrame id={expiresId} label={t.settings.keyExpires}>
          <Select id={expiresId} {...form.register('expiresInDays')}>
            {t.settings.keyExpiry.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        </FieldFrame>
        {create.error && <ErrorState error={create.error} />}
      </Form>
    </Dialog>
  );
}
