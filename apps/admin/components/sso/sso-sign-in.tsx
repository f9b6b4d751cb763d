'use client';
import { useMutation } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { TextField } from '#components/fields/text-field.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { Form } from '#components/ui/form.tsx';
import { ApiError } from '#lib/api/api-error.ts';
import { api } from '#lib/api/browser.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { leaveTo } from '#lib/oauth/leave-to.ts';
import { t } from '#messages/en.ts';

/** Asks for the address whose domain says where to sign in. `error`: why the last try brought the browser back. */
export function SsoSignIn({ error }: { error: string | null }) {
  const { register, handleSubmit } = useForm({ defaultValues: { email: '' } });
  const start = useMutation({
    mutationFn: (body: { email: string }) => unwrap(api.POST('/api/v1/sso/start', { body })),
    onSuccess: ({ url }) => leaveTo(url),
  });
  const before = error === null ? null : new ApiError(403, { code: 'forbidden', message: reasonOf(error) });
  const shown = start.error ?? before;
  return (
    <Form
      className="flex flex-col gap-5"
      onSubmit={handleSubmit((values) => start.mutate(values))}
      data-testid="sso-sign-in-form"
    >
      <div>
        <h1 className="font-semibold text-2xl tracking-[-0.015em]">{t.sso.signInTitle}</h1>
        <p className="mt-1 text-muted">{t.sso.signInText}</p>
      </div>
      {shown && <ErrorState error={shown} title={t.sso.failed} />}
      <TextField label={t.auth.email} type="email" autoComplete="username" required autoFocus {...register('email')} />
      <Button type="submit" variant="primary" size="lg" isBusy={start.isPending || start.isSuccess}>
        {t.sso.continue}
      </Button>
    </Form>
  );
}

function reasonOf(error: string): string {
  const { reasons } = t.sso;
  return Object.hasOwn(reasons, error) ? reasons[error as keyof typeof reasons] : reasons.other;
}
