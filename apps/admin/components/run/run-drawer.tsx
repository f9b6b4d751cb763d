'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CopyId } from '#components/shared/copy.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { Drawer } from '#components/ui/dialog.tsx';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { toast } from '#components/ui/toast.tsx';
import { toApiError } from '#lib/api/api-error.ts';
import { api } from '#lib/api/browser.ts';
import { isUnfinished, runQuery } from '#lib/api/queries/runs.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { describeRun } from '#lib/describe-run.ts';
import { formatDuration, formatNumber } from '#lib/format.ts';
import { useCanUse } from '#lib/me.tsx';
import { t } from '#messages/en.ts';
import { RunLogView } from './run-log-view.tsx';
import { UnknownWords } from './unknown-words.tsx';

const shownStats = ['requests', 'read', 'added', 'updated', 'deleted', 'unchanged'] as const;

interface RunDrawerProps {
  /** Empty: closed. */
  id: string;
  /** Goes on to another run. */
  onOpen: (id: string) => void;
  onClose: () => void;
}

/** One run with its figures and log, live while it goes on. */
export function RunDrawer({ id, onOpen, onClose }: RunDrawerProps) {
  const canWrite = useCanUse();
  const queryClient = useQueryClient();
  const query = useQuery({ ...runQuery(api, id), enabled: id !== '' });
  const run = query.data;
  const isLive = isUnfinished(run);
  const cancel = useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/integrations/runs/{id}/cancel', { params: { path: { id } } })),
    onSuccess: () => {
      toast(t.runs.cancelled);
      void queryClient.invalidateQueries({ queryKey: ['runs', id] });
    },
    onError: (error) => toast(toApiError(error).message, 'bad'),
  });
  return (
    <Drawer
      isOpen={id !== ''}
      onClose={onClose}
      testId="run-drawer"
      title={run ? describeRun(run) : t.common.loading}
      header={run && <CopyId id={run.id} />}
    >
      <div className="flex flex-col gap-5 p-5">
        {query.error && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
        {!run && query.isPending && <ListSkeleton rows={4} />}
        {run && (
          <>
            <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-muted text-sm">
              <StateBadge state={run.status} />
              <span>{t.runs.triggers[run.trigger]}</span>
              {run.attempt > 1 && <span>{t.runs.attempt(run.attempt)}</span>}
              <RelativeTime at={run.startedAt ?? run.createdAt} />
              {run.durationMs !== null && <span>{formatDuration(run.durationMs)}</span>}
              {run.status === 'queued' && <span>{t.runs.queuedFor}</span>}
              {isLive && canWrite && (
                <Button size="sm" className="ml-auto" isBusy={cancel.isPending} onClick={() => cancel.mutate()}>
                  {t.runs.cancel}
                </Button>
              )}
            </div>
            {run.error && (
              <div className="rounded-lg border border-bad/30 bg-bad-soft px-4 py-3" data-testid="run-error">
                <p className="break-words font-medium">{run.error.message}</p>
                {run.error.nextStep && (
                  <p className="mt-1 break-words text-muted">
                    {t.runs.nextStep}: {run.error.nextStep}
                  </p>
                )}
              </div>
            )}
            <dl className="grid grid-cols-3 gap-px overflow-hidden rounded-lg border bg-line sm:grid-cols-6">
              {shownStats.map((name) => (
                <div key={name} className="bg-surface px-3 py-2">
                  <dt className="text-muted text-xs">{t.runs.stats[name]}</dt>
                  <dd className="font-semibold text-lg tabular-nums">{formatNumber(run.stats[name])}</dd>
                </div>
              ))}
            </dl>
            <ResumedFrom id={run.resumedFrom} onOpen={onOpen} />
            <UnknownWords count={run.stats.unknownWords} />
            <section>
              <h3 className="mb-2 font-semibold">{t.runs.log}</h3>
              <RunLogView runId={run.id} isLive={isLive} />
            </section>
          </>
        )}
      </div>
    </Drawer>
  );
}

/** That a run went on where another one stopped, and which. */
function ResumedFrom({ id, onOpen }: { id: string | null; onOpen: (id: string) => void }) {
  if (!id) return null;
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted text-sm">
      {t.runs.resumed}
      <Button size="sm" onClick={() => onOpen(id)}>
        {t.runs.openResumed}
      </Button>
    </p>
  );
}
