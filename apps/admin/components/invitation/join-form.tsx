'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { TextField } from '#components/fields/text-field.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { Form } from '#components/ui/form.tsx';
import { acceptInvitation, signIn, signUp } from '#lib/api/auth.ts';
import { t } from '#messages/en.ts';

const newSchema = z.object({
  name: z.string().trim().min(1, t.setup.nameNeeded),
  password: z.string().min(8, t.setup.passwordShort),
});
const knownSchema = z.object({ name: z.string().optional(), password: z.string().min(1, t.auth.passwordNeeded) });

interface JoinFormProps {
  id: string;
  email: string;
  hasAccount: boolean;
}

/** For whoever is signed out: makes the account, or signs in to it, and joins. */
export function JoinForm({ id, email, hasAccount }: JoinFormProps) {
  const { register, handleSubmit, formState } = useForm<z.input<typeof knownSchema>>({
    resolver: zodResolver(hasAccount ? knownSchema : newSchema),
    mode: 'onTouched',
  });
  const { errors } = formState;
  const join = useMutation({
    mutationFn: async ({ name = '', password }: z.input<typeof knownSchema>) => {
      await (hasAccount ? signIn({ email, password }) : signUp({ name, email, password, invitationId: id }));
      // Signed in now: when joining fails, the page made anew says why and offers it again.
      await acceptInvitation(id).then(
        () => location.assign('/'),
        () => location.reload(),
      );
    },
  });
  return (
    // Post, so that a password pressed on before the page came alive never lands in an address.
    <Form
      className="flex flex-col gap-5"
      onSubmit={handleSubmit((values) => join.mutate(values))}
      data-testid={hasAccount ? 'join-sign-in' : 'join-sign-up'}
    >
      {hasAccount && <p className="text-muted">{t.invitation.hasAccount}</p>}
      {join.error && <ErrorState error={join.error} title={t.invitation.createFailed} />}
      <TextField
        label={t.auth.email}
        help={t.invitation.emailHelp}
        type="email"
        autoComplete="username"
        readOnly
        value={email}
        className="bg-sunken text-muted"
      />
      {!hasAccount && (
        <TextField label={t.setup.name} autoComplete="name" error={errors.name?.message} {...register('name')} />
      )}
      <TextField
        label={t.auth.password}
        type="password"
        autoComplete={hasAccount ? 'current-password' : 'new-password'}
        help={hasAccount ? undefined : t.setup.passwordHelp}
        error={errors.password?.message}
        {...register('password')}
      />
      <Button type="submit" variant="primary" size="lg" isBusy={join.isPending || join.isSuccess}>
        {hasAccount ? t.invitation.signIn : t.invitation.createAccount}
      </Button>
      {hasAccount && (
        <>
          <p className="text-muted">{t.invitation.hasNoPassword}</p>
          <Button asChild variant="ghost">
            <a href="/sign-in?sso">{t.sso.signIn}</a>
          </Button>
        </>
      )}
    </Form>
  );
}
