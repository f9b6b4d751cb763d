'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { SecretOnce } from '#components/api-key/secret-once.tsx';
import { TextField } from '#components/fields/text-field.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { Form } from '#components/ui/form.tsx';
import { signIn } from '#lib/api/auth.ts';
import { api } from '#lib/api/browser.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { t } from '#messages/en.ts';

const schema = z.object({
  token: z.string().trim().min(1, t.setup.tokenNeeded),
  name: z.string().trim().min(1, t.setup.nameNeeded),
  email: z.string().min(1, t.auth.emailNeeded).pipe(z.email(t.auth.emailInvalid)),
  password: z.string().min(8, t.setup.passwordShort),
  organizationName: z.string().trim().min(1, t.setup.organizationNeeded),
});

type Values = z.output<typeof schema>;

/** Makes the first account and signs in with it. When only signing in fails, the account is there all the same. */
async function setUp(values: Values): Promise<{ apiKey: string; isSignedIn: boolean }> {
  const { apiKey } = await unwrap(api.POST('/api/v1/setup', { body: values }));
  const isSignedIn = await signIn(values).then(
    () => true,
    () => false,
  );
  return { apiKey, isSignedIn };
}

export function Setup({ token }: { token: string }) {
  const { register, handleSubmit, formState } = useForm({
    resolver: zodResolver(schema),
    mode: 'onTouched',
  });
  const mutation = useMutation({ mutationFn: setUp });
  const { errors } = formState;
  if (mutation.data) return <SetupDone {...mutation.data} />;
  return (
    <Form
      className="flex flex-col gap-5"
      onSubmit={handleSubmit((values) => mutation.mutate(values))}
      data-testid="setup-form"
    >
      <div>
        <h1 className="font-semibold text-2xl tracking-[-0.015em]">{t.setup.title}</h1>
        <p className="mt-1 text-muted">{t.setup.text}</p>
      </div>
      {mutation.error && <ErrorState error={mutation.error} title={t.setup.failedTitle} />}
      {token ? (
        <p className="flex items-center gap-2 rounded-lg bg-good-soft px-3 py-2 text-good text-sm">
          <CircleCheck aria-hidden className="size-4" />
          {t.setup.tokenFromLink}
          <input type="hidden" {...register('token')} defaultValue={token} />
        </p>
      ) : (
        <TextField
          label={t.setup.token}
          help={t.setup.tokenHelp}
          autoComplete="off"
          error={errors.token?.message}
          {...register('token')}
        />
      )}
      <TextField label={t.setup.name} autoComplete="name" error={errors.name?.message} {...register('name')} />
      <TextField
        label={t.auth.email}
        type="email"
        autoComplete="username"
        error={errors.email?.message}
        {...register('email')}
      />
      <TextField
        label={t.auth.password}
        type="password"
        autoComplete="new-password"
        help={t.setup.passwordHelp}
        error={errors.password?.message}
        {...register('password')}
      />
      <TextField
        label={t.setup.organization}
        autoComplete="organization"
        help={t.setup.organizationHelp}
        error={errors.organizationName?.message}
        {...register('organizationName')}
      />
      <Button type="submit" variant="primary" size="lg" isBusy={mutation.isPending}>
        {t.setup.submit}
      </Button>
    </Form>
  );
}

function SetupDone({ apiKey, isSignedIn }: { apiKey: string; isSignedIn: boolean }) {
  return (
    <div className="flex flex-col gap-5" data-testid="setup-done">
      <div>
        <h1 className="font-semibold text-2xl tracking-[-0.015em]">{t.setup.doneTitle}</h1>
        <p className="mt-1 text-muted">{isSignedIn ? t.setup.doneText : t.setup.signInNext}</p>
      </div>
      <SecretOnce secret={apiKey} />
      <Button asChild variant="primary" size="lg">
        <a href={isSignedIn ? '/' : '/sign-in'}>{isSignedIn ? t.setup.doneContinue : t.auth.signIn}</a>
      </Button>
    </div>
  );
}
