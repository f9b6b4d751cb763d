'use client';
import type { OAuthAttempt } from '@patchbay/client';
import Link from 'next/link';
import { Button } from '#components/ui/button.tsx';
import { t } from '#messages/en.ts';
import { SignInAgain } from './sign-in-again.tsx';

/** Again for the connection it was for, or back to where a new one is made. */
export function TryAgain({ attempt }: { attempt: OAuthAttempt }) {
  const { connectionId, providerSlug, authMethod, kind } = attempt;
  const label = attempt.status === 'error' ? t.common.retry : t.oauth.attempt.beginAgain;
  if (connectionId !== null && kind === 'install')
    return (
      <Button asChild variant="primary">
        <Link href={`/connections/${connectionId}?tab=settings`}>{t.oauth.install.toSettings}</Link>
      </Button>
    );
  if (connectionId !== null)
    return (
      <>
        <SignInAgain
          connection={{ id: connectionId, providerSlug }}
          authMethod={authMethod}
          label={label}
          variant="primary"
        />
        <Button asChild>
          <Link href={`/connections/${connectionId}`}>{t.oauth.attempt.openConnection}</Link>
        </Button>
      </>
    );
  return (
    <>
      <Button asChild variant="primary">
        <Link href={`/connect/${providerSlug}`}>{label}</Link>
      </Button>
      <Button asChild>
        <Link href={`/catalog/${providerSlug}`}>{t.oauth.attempt.openProvider}</Link>
      </Button>
    </>
  );
}
