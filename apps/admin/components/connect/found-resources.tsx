'use client';
import { useQuery } from '@tanstack/react-query';
import { Loader2 } from 'lucide-react';
import { useState } from 'react';
import { ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { api } from '#lib/api/browser.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { humanize } from '#lib/format.ts';
import { t } from '#messages/en.ts';

const shownNames = 5;

interface FoundResourcesProps {
  connectionId: string;
  resourceType: string;
  /** Looked for at once. Others wait for a press: some take a call for each thing found before. */
  isAsked: boolean;
}

/** One kind of resource, asked for right after connecting: how many there are and the first names. */
export function FoundResources({ connectionId, resourceType, isAsked }: FoundResourcesProps) {
  const [isWanted, setWanted] = useState(isAsked);
  const query = useQuery({
    queryKey: ['connections', connectionId, 'found', resourceType],
    queryFn: () =>
      unwrap(
        api.POST('/api/v1/integrations/{id}/discover', {
          params: { path: { id: connectionId } },
          body: { resourceType },
        }),
      ),
    enabled: isWanted,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const resources = query.data?.resources ?? [];
  return (
    <li data-testid="found" className="px-4 py-3">
      <p className="flex items-baseline gap-2">
        <span className="font-medium">{humanize(resourceType)}</span>
        <span className="flex items-center gap-1.5 text-muted text-sm">
          {query.isFetching && <Loader2 aria-hidden className="size-3.5 animate-spin self-center" />}
          {query.isFetching && t.connect.foundLooking}
          {query.data && t.connect.found(resources.length, query.data.truncated)}
        </span>
        {!isWanted && (
          <Button variant="link" onClick={() => setWanted(true)} className="ml-auto text-sm">
            {t.connect.look}
          </Button>
        )}
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
