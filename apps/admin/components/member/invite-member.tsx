'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { SecretOnce } from '#components/api-key/secret-once.tsx';
import { TextField } from '#components/fields/text-field.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Form } from '#components/ui/form.tsx';
import { api } from '#lib/api/browser.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { invitationLink } from '#lib/invitation-link.ts';
import { rolesUpTo, useMe } from '#lib/me.tsx';
import { t } from '#messages/en.ts';
import { RoleSelect } from './role-select.tsx';

const schema = z.object({
  email: z.string().trim().min(1, t.auth.emailNeeded).pipe(z.email(t.auth.emailInvalid)),
  role: z.enum(['owner', 'admin', 'member', 'viewer']),
});

type Values = z.output<typeof schema>;

/** Asks for an address and a role, then shows the link to pass on. */
export function InviteMember({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { role } = useMe();
  const queryClient = useQueryClient();
  const formId = useId();
  const form = useForm({
    resolver: zodResolver(schema),
    mode: 'onTouched',
    defaultValues: { email: '', role: 'member' } as Values,
  });
  const invite = useMutation({
    mutationFn: (body: Values) => unwrap(api.POST('/api/v1/invitations', { body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['invitations'] }),
  });
  const close = () => {
    onClose();
    form.reset();
    invite.reset();
  };
  if (invite.data)
    return (
      <Dialog
        isOpen={isOpen}
        onClose={close}
        testId="invitation-created"
        title={t.members.linkReadyTitle}
        description={t.members.linkReadyText(invite.data.email)}
        footer={
          <Button variant="primary" onClick={close}>
            {t.members.linkReadyDone}
          </Button>
        }
      >
        <SecretOnce secret={invitationLink(invite.data.id)} label={t.members.linkLabel} />
      </Dialog>
    );
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      testId="invite-member"
      title={t.members.inviteTitle}
      description={t.members.inviteText}
      footer={
        <>
          <Button onClick={close}>{t.common.cancel}</Button>
          <Button type="submit" form={formId} variant="primary" isBusy={invite.isPending}>
            {t.members.createInvitation}
          </Button>
        </>
      }
    >
      <Form id={formId} className="flex flex-col gap-5" onSubmit={form.handleSubmit((values) => invite.mutate(values))}>
        <TextField
          label={t.auth.email}
          help={t.members.inviteEmailHelp}
          type="email"
          autoComplete="off"
          error={form.formState.errors.email?.message}
          {...form.register('email')}
        />
        <RoleSelect roles={rolesUpTo(role)} {...form.register('role')} />
        {invite.error && <ErrorState error={invite.error} title={t.members.inviteFailed} />}
      </Form>
    </Dialog>
  );
}
