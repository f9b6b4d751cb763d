'use client';
import type { Connection, ProviderDetail, Run } from '@patchbay/client';
import { useQuery } from '@tanstack/react-query';
import { CalendarClock, RefreshCw } from 'lucide-react';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { api } from '#lib/api/browser.ts';
import { syncsQuery } from '#lib/api/queries/connections.ts';
import { isUnfinished } from '#lib/api/queries/runs.ts';
import { humanize } from '#lib/format.ts';
import { useCanManage, useCanUse } from '#lib/me.tsx';
import { useUrlState } from '#lib/use-url-state.ts';
import { t } from '#messages/en.ts';
import { ScheduleDialog } from './schedule-dialog.tsx';
import { SyncSchedule } from './sync-schedule.tsx';
import { useConnectionMutations } from './use-connection-mutations.ts';

interface SyncsPanelProps {
  connection: Connection;
  syncs: ProviderDetail['syncs'];
  /** The newest runs, to show how each sync stands. */
  runs: Run[];
}

export function SyncsPanel({ connection, syncs, runs }: SyncsPanelProps) {
  const canWrite = useCanUse() && ['active', 'error', 'pending'].includes(connection.status);
  const { sync: start } = useConnectionMutations(connection);
  const infos = useQuery({ ...syncsQuery(api, connection.id), enabled: syncs.length > 0 });
  const canSchedule = useCanManage() && connection.status !== 'disconnected';
  const { get, change } = useUrlState();
  const edited = canSchedule ? infos.data?.find(({ name }) => name === get('schedule')) : undefined;
  return (
    <Panel title={t.connection.syncsTitle} bodyClassName="p-0" testId="syncs">
      {syncs.length === 0 && <p className="p-4 text-muted">{t.connection.syncsEmpty}</p>}
      <ul className="divide-y">
        {syncs.map((sync) => {
          const run = runs.find((candidate) => candidate.kind === 'sync' && candidate.name === sync.name);
          const info = infos.data?.find(({ name }) => name === sync.name);
          return (
            <li
              key={sync.name}
              data-sync={sync.name}
              className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5"
            >
              <span className="min-w-0 flex-1 basis-40">
                <span className="block truncate font-medium">{humanize(sync.name)}</span>
                <span className="block truncate text-muted text-sm">
                  {t.provider.syncOf(humanize(sync.model))}
                  {run && (
                    <>
                      {' · '}
                      <RelativeTime at={run.finishedAt ?? run.createdAt} />
                    </>
                  )}
                </span>
                {info && <SyncSchedule info={info} />}
              </span>
              {run && <StateBadge state={run.status} />}
              {info && canSchedule && (
                <Button size="sm" onClick={() => change({ schedule: info.name }, 'push')}>
                  <CalendarClock aria-hidden />
                  {t.syncs.edit}
                  <span className="sr-only">{humanize(sync.name)}</span>
                </Button>
              )}
              {canWrite && (
                <Button
                  size="sm"
                  isBusy={start.isPending && start.variables === sync.name}
                  disabled={isUnfinished(run)}
                  onClick={() => start.mutate(sync.name)}
                >
                  <RefreshCw aria-hidden />
                  {t.connection.sync}
                  <span className="sr-only">{humanize(sync.name)}</span>
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {edited && (
        <ScheduleDialog
          key={edited.name}
          connectionId={connection.id}
          info={edited}
          onClose={() => change({ schedule: null })}
        />
      )}
    </Panel>
  );
}
