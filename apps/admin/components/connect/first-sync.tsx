'use client';
import type { Connection, ProviderDetail } from '@patchbay/client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/input.tsx';
import { api } from '#lib/api/browser.ts';
import { runQuery } from '#lib/api/queries/runs.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { describeChanges } from '#lib/describe-run.ts';
import { humanize } from '#lib/format.ts';
import { t } from '#messages/en.ts';

interface FirstSyncProps {
  connection: Connection;
  syncs: ProviderDetail['syncs'];
}

/** Which collections to read now, then their runs as they go. */
export function FirstSync({ connection, syncs }: FirstSyncProps) {
  const queryClient = useQueryClient();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(syncs.map((sync) => sync.name)));
  const [runIds, setRunIds] = useState<ReadonlyMap<string, string>>(new Map());
  const start = useMutation({
    mutationFn: async () => {
      for (const sync of syncs.filter(({ name }) => chosen.has(name) && !runIds.has(name))) {
        const { runId } = await unwrap(
          api.POST('/api/v1/integrations/connections/{id}/sync', {
            params: { path: { id: connection.id } },
            body: { sync: sync.name, mode: 'full' },
          }),
        );
        setRunIds((known) => new Map(known).set(sync.name, runId));
      }
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['connections', connection.id] }),
  });
  const isStarted = runIds.size > 0;
  const toggle = (name: string) =>
    setChosen((known) => new Set(known.has(name) ? [...known].filter((other) => other !== name) : [...known, name]));

  return (
    <div className="flex flex-col gap-4">
      {syncs.length === 0 ? (
        <p className="text-muted">{t.connect.noSyncs}</p>
      ) : (
        <>
          <p className="text-muted">{t.connect.syncsText}</p>
          <ul className="divide-y rounded-lg border bg-surface">
            {syncs.map((sync) => (
              <li key={sync.name} data-testid="first-sync-row" className="flex items-center gap-3 px-4 py-2.5">
                <Checkbox
                  checked={chosen.has(sync.name)}
                  disabled={isStarted}
                  onChange={() => toggle(sync.name)}
                  className="flex-1 gap-3 text-base"
                >
                  <span className="min-w-0">
                    <span className="block truncate font-medium">{humanize(sync.name)}</span>
                    <span className="block truncate text-muted text-sm">{t.provider.syncOf(humanize(sync.model))}</span>
                  </span>
                </Checkbox>
                {runIds.has(sync.name) && <RunProgress id={runIds.get(sync.name) ?? ''} />}
              </li>
            ))}
          </ul>
        </>
      )}
      {start.error && <ErrorState error={start.error} />}
      <div className="flex flex-wrap gap-2">
        {!isStarted && syncs.length > 0 && (
          <Button
            variant="primary"
            isBusy={start.isPending}
            disabled={chosen.size === 0}
            onClick={() => start.mutate()}
          >
            {t.connect.startSync}
          </Button>
        )}
        <Button asChild variant={isStarted || syncs.length === 0 ? 'primary' : 'secondary'}>
          <Link href={`/connections/${connection.id}`}>
            {isStarted || syncs.length === 0 ? t.connect.open : t.connect.skipSync}
          </Link>
        </Button>
      </div>
    </div>
  );
}

function RunProgress({ id }: { id: string }) {
  const run = useQuery(runQuery(api, id)).data;
  if (!run) return <StateBadge state="queued" />;
  return (
    <span className="flex items-center gap-3">
      <span className="whitespace-nowrap text-muted text-sm tabular-nums">{describeChanges(run)}</span>
      <StateBadge state={run.status} />
    </span>
  );
}
