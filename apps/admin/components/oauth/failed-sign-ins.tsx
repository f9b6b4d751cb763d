'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { api } from '#lib/api/browser.ts';
import { oauthAttemptsQuery } from '#lib/api/queries/oauth.ts';
import { t } from '#messages/en.ts';

const shown = 5;

/** Who could not sign in to a provider lately, and why. */
export function FailedSignIns({ slug }: { slug: string }) {
  const query = useQuery(oauthAttemptsQuery(api, slug));
  const failed = query.data?.filter(({ status }) => status === 'error').slice(0, shown) ?? [];
  // Nothing to see is the usual case.
  if (!query.error && failed.length === 0) return null;
  return (
    <Panel
      testId="failed-sign-ins"
      title={t.oauth.failedSignIns}
      description={t.oauth.failedSignInsText}
      bodyClassName="p-0"
    >
      {query.error && <ErrorState error={query.error} onRetry={() => query.refetch()} className="m-3" />}
      <ul className="divide-y">
        {failed.map((attempt) => (
          <li key={attempt.id} className="relative px-4 py-2.5 hover:bg-hover">
            <p className="flex items-baseline justify-between gap-3">
              <Link
                href={`/connect/attempts/${attempt.id}`}
                className="min-w-0 truncate rounded-sm font-medium after:absolute after:inset-0"
              >
                {attempt.userLabel ?? t.oauth.somebody}
              </Link>
              <RelativeTime at={attempt.createdAt} className="whitespace-nowrap text-muted text-sm" />
            </p>
            <p className="line-clamp-2 break-words text-muted text-sm">{attempt.error?.message}</p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
