'use client';
import type { Finding } from '@patchbay/client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { actorLabel } from '#components/audit/audit-table.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { api } from '#lib/api/browser.ts';
import { auditLogQuery } from '#lib/api/queries/audit-log.ts';
import { type FindingEvent, findingHistory } from '#lib/finding-history.ts';
import { useCanManage } from '#lib/me.tsx';
import { t } from '#messages/en.ts';

/** What became of a finding and who decided it. The audit log, where it comes from, is for admins. */
export function FindingHistory({ finding }: { finding: Finding }) {
  const canReadLog = useCanManage();
  const log = useInfiniteQuery({ ...auditLogQuery(api, { targetId: finding.id }), enabled: canReadLog });
  const entries = log.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <section>
      <h3 className="mb-2 font-semibold">{t.findings.history}</h3>
      {log.error && <ErrorState error={log.error} onRetry={() => log.refetch()} className="mb-3" />}
      <ol data-testid="finding-history" className="flex flex-col gap-2.5 border-l pl-4 text-sm">
        {findingHistory(finding, entries).map((event) => (
          <li key={`${event.at} ${event.what}`} className="min-w-0 break-words">
            <span className="font-medium">{t.findings.happened[event.what]}</span>{' '}
            <RelativeTime at={event.at} className="text-muted" />
            <HappenedBy by={event.by} />
            {event.reason && <span className="block text-muted">{event.reason}</span>}
          </li>
        ))}
      </ol>
      {log.hasNextPage && (
        <Button size="sm" className="mt-3" isBusy={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          {t.findings.historyMore}
        </Button>
      )}
    </section>
  );
}

function HappenedBy({ by }: { by: FindingEvent['by'] }) {
  if (by === null) return null;
  return <span className="text-muted">{` · ${by === 'somebody' ? t.findings.somebody : actorLabel(by)}`}</span>;
}
