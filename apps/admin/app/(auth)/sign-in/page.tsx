import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ApiDown } from '#components/shell/api-down.tsx';
import { serverApi } from '#lib/api/server.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { t } from '#messages/en.ts';
import { SignIn } from './client.tsx';

export const metadata: Metadata = { title: t.auth.signInTitle };

interface Search {
  next?: string;
  reason?: string;
  error?: string;
  /** There: by single sign-on. */
  sso?: string;
}

export default async function SignInPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { next, reason, error, sso } = await searchParams;
  const api = await serverApi();
  const status = await unwrap(api.GET('/api/v1/setup')).catch(() => null);
  if (!status) return <ApiDown requestId={null} />;
  if (!status.isSetUp) redirect('/setup');
  return (
    <SignIn
      next={next ?? '/'}
      isSignedOut={reason === 'signed-out'}
      startsWithSso={sso !== undefined || error !== undefined}
      ssoError={error ?? null}
    />
  );
}
