'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { TextField } from '#components/fields/text-field.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { SsoSignIn } from '#components/sso/sso-sign-in.tsx';
import { Button } from '#components/ui/button.tsx';
import { Form } from '#components/ui/form.tsx';
import { signIn } from '#lib/api/auth.ts';
import { toLocalPath } from '#lib/local-path.ts';
import { t } from '#messages/en.ts';

const schema = z.object({
  email: z.string().min(1, t.auth.emailNeeded).pipe(z.email(t.auth.emailInvalid)),
  password: z.string().min(1, t.auth.passwordNeeded),
});

interface SignInProps {
  next: string;
  isSignedOut: boolean;
  startsWithSso: boolean;
  /** Why single sign-on brought somebody back here; null when it did not. */
  ssoError: string | null;
}

export function SignIn(props: SignInProps) {
  const [usesSso, setUsesSso] = useState(props.startsWithSso);
  return (
    <div className="flex flex-col gap-4">
      {usesSso ? <SsoSignIn error={props.ssoError} /> : <PasswordSignIn {...props} />}
      <Button variant="ghost" onClick={() => setUsesSso(!usesSso)}>
        {usesSso ? t.sso.usePassword : t.sso.signIn}
      </Button>
    </div>
  );
}

function PasswordSignIn({ next, isSignedOut }: SignInProps) {
  // Without default values: what a password manager filled in before the page came alive is kept.
  const { register, handleSubmit, formState } = useForm({ resolver: zodResolver(schema), mode: 'onTouched' });
  // A full load, so that nothing of the page before stays in memory.
  const mutation = useMutation({ mutationFn: signIn, onSuccess: () => location.assign(toLocalPath(next)) });
  return (
    // Post, so that a password pressed on before the page came alive never lands in an address.
    <Form
      className="flex flex-col gap-5"
      onSubmit={handleSubmit((values) => mutation.mutate(values))}
      data-testid="sign-in-form"
    >
      <div>
        <h1 className="font-semibold text-2xl tracking-[-0.015em]">{t.auth.signInTitle}</h1>
        <p className="mt-1 text-muted">{isSignedOut ? t.auth.signedOut : t.auth.signInText}</p>
      </div>
      {mutation.error && <ErrorState error={mutation.error} title={t.auth.failedTitle} />}
      <TextField
        label={t.auth.email}
        type="email"
        autoComplete="username"
        autoFocus
        error={formState.errors.email?.message}
        {...register('email')}
      />
      <TextField
        label={t.auth.password}
        type="password"
        autoComplete="current-password"
        error={formState.errors.password?.message}
        {...register('password')}
      />
      <Button type="submit" variant="primary" size="lg" isBusy={mutation.isPending || mutation.isSuccess}>
        {t.auth.signIn}
      </Button>
    </Form>
  );
}
