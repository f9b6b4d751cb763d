'use client';
import { useQuery } from '@tanstack/react-query';
import { Loader2 } from 'lucide-react';
import { ErrorState } from '#components/shared/states.tsx';
import { api } from '#lib/api/browser.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { humanize } from '#lib/format.ts';
import { t } from '#messages/en.ts';

const shownNames = 5;

/** One kind of resource, asked for right after connecting: how many there are and the first names. */
export function FoundResources({ connectionId, resourceType }: { connectionId: string; resourceType: string }) {
  const query = useQuery({
    queryKey: ['connections', connectionId, 'found', resourceType],
    queryFn: () =>
      unwrap(
        api.POST('/api/v1/integrations/{id}/discover', {
          params: { path: { id: connectionId } },
          body: { resourceType },
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const resources = query.data?.resources ?? [];
  return (
    <li data-testid="found" className="px-4 py-3">
      <p className="flex items-baseline gap-2">
        <span className="font-medium">{humanize(resourceType)}</span>
        <span className="flex items-center gap-1.5 text-muted text-sm">
          {query.isPending && <Loader2 aria-hidden className="size-3.5 animate-spin self-center" />}
          {query.isPending ? t.connect.foundLooking : null}
          {query.data && t.connect.found(resources.length, query.data.truncated)}
        </span>
      </p>
      {query.error && <ErrorState error={query.error} onRetry={() => query.refetch()} className="mt-2" />}
      {query.data && resources.length === 0 && <p className="text-muted text-sm">{t.connect.foundNone}</p>}
      {resources.length > 0 && (
        <p className="mt-1 break-words text-muted text-sm">
          {resources
            .slice(0, shownNames)
            .map((resource) => resource.name)
            .join(' · ')}{' '}
          {resources.length > shownNames && t.connect.foundMore(resources.length - shownNames)}
        </p>
      )}
    </li>
  );
}
