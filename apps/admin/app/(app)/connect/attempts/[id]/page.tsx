import type { Metadata } from 'next';
import { oauthAttemptQuery } from '#lib/api/queries/oauth.ts';
import { serverApi } from '#lib/api/server.ts';
import { Prefetch } from '#lib/server/prefetch.tsx';
import { t } from '#messages/en.ts';
import { SignInAttempt, SignInProblem } from './client.tsx';

export const metadata: Metadata = { title: t.oauth.attempt.pageTitle };

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ problem?: string | string[] }>;
}

/** Where people come back to from a provider; `none` stands for a way back that belongs to no sign-in. */
export default async function SignInAttemptPage({ params, searchParams }: Props) {
  const { id } = await params;
  const { problem } = await searchParams;
  if (id === 'none') return <SignInProblem problem={String(problem)} />;
  return (
    <Prefetch subject={oauthAttemptQuery(await serverApi(), id)} queries={[]}>
      <SignInAttempt id={id} />
    </Prefetch>
  );
}
