'use client';
import { useQuery } from '@tanstack/react-query';
import { CircleX, Clock } from 'lucide-react';
import Link from 'next/link';
import { SignInFailure } from '#components/oauth/sign-in-failure.tsx';
import { SignInNotice } from '#components/oauth/sign-in-notice.tsx';
import { SignInSuccess } from '#components/oauth/sign-in-success.tsx';
import { TryAgain } from '#components/oauth/try-again.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { ProviderMark } from '#components/shared/provider-mark.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { api } from '#lib/api/browser.ts';
import { oauthAttemptQuery } from '#lib/api/queries/oauth.ts';
import { providerQuery } from '#lib/api/queries/providers.ts';
import { humanize } from '#lib/format.ts';
import { t } from '#messages/en.ts';

/** How one sign-in at a provider ended. */
export function SignInAttempt({ id }: { id: string }) {
  const query = useQuery(oauthAttemptQuery(api, id));
  const attempt = query.data;
  const provider = useQuery({
    ...providerQuery(api, attempt?.providerSlug ?? ''),
    enabled: attempt !== undefined,
  }).data;
  if (query.error && !attempt) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  if (!attempt) return <ListSkeleton />;
  const slug = attempt.providerSlug;
  const name = provider?.name ?? humanize(slug);
  const header = {
    breadcrumb: [
      { label: t.catalog.title, href: '/catalog' },
      { label: name, href: `/catalog/${slug}` },
    ],
    mark: <ProviderMark provider={provider ?? { slug, name }} size="lg" />,
  };
  return (
    <div className="mx-auto max-w-[720px]" data-testid="attempt" data-state-name={attempt.status}>
      {attempt.status === 'success' && (
        <SignInSuccess attempt={attempt} provider={provider} name={name} header={header} />
      )}
      {attempt.status === 'error' && (
        <>
          <PageHeader {...header} title={t.oauth.attempt.error(name)} text={t.oauth.attempt.errorText} />
          <SignInFailure attempt={attempt} providerName={name} />
        </>
      )}
      {attempt.status === 'expired' && (
        <>
          <PageHeader {...header} title={t.oauth.attempt.expired} />
          <SignInNotice icon={Clock} text={t.oauth.attempt.expiredText(name)}>
            <TryAgain attempt={attempt} />
          </SignInNotice>
        </>
      )}
      {attempt.status === 'pending' && (
        <>
          <PageHeader {...header} title={t.oauth.attempt.pending} />
          <SignInNotice
            icon={Clock}
            text={
              <>
                {t.oauth.attempt.pendingText(name)} {t.oauth.attempt.validUntil} <RelativeTime at={attempt.expiresAt} />
                .
              </>
            }
          >
            <TryAgain attempt={attempt} />
          </SignInNotice>
        </>
      )}
    </div>
  );
}

/** A way back from a provider that belongs to no sign-in of this person. */
export function SignInProblem({ problem }: { problem: string }) {
  return (
    <div className="mx-auto max-w-[720px]" data-testid="sign-in-problem">
      <PageHeader title={t.oauth.attempt.problemTitle} />
      <SignInNotice icon={CircleX} text={t.oauth.problems[problem] ?? t.oauth.problemUnknown}>
        <Button asChild variant="primary">
          <Link href="/catalog">{t.oauth.toCatalog}</Link>
        </Button>
        <Button asChild>
          <Link href="/connections">{t.oauth.toConnections}</Link>
        </Button>
      </SignInNotice>
    </div>
  );
}
