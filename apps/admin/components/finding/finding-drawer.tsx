'use client';
import type { FindingDetail } from '@patchbay/client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { CopyButton } from '#components/shared/copy.tsx';
import { DescriptionList } from '#components/shared/description-list.tsx';
import { ExternalLink } from '#components/shared/external-link.tsx';
import { JsonView } from '#components/shared/json-view.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { Drawer } from '#components/ui/dialog.tsx';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { api } from '#lib/api/browser.ts';
import { connectionChoicesQuery } from '#lib/api/queries/connections.ts';
import { findingQuery } from '#lib/api/queries/findings.ts';
import { t } from '#messages/en.ts';
import { FindingDecision } from './finding-decision.tsx';
import { FindingHistory } from './finding-history.tsx';
import { SeverityBadge } from './severity-badge.tsx';

/** One finding, with what people may decide about it. Closed while there is no id. */
export function FindingDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useQuery({ ...findingQuery(api, id), enabled: id !== '' });
  const finding = query.data;
  return (
    <Drawer
      isOpen={id !== ''}
      onClose={onClose}
      testId="finding-drawer"
      title={finding?.title ?? (query.error ? t.findings.title : t.common.loading)}
      header={
        finding && (
          <span className="mt-1 flex gap-1.5">
            <SeverityBadge severity={finding.severity} />
            <StateBadge state={finding.status} />
          </span>
        )
      }
    >
      <div className="flex flex-col gap-6 p-5">
        {query.error && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
        {id !== '' && query.isPending && <ListSkeleton rows={4} />}
        {finding && (
          <>
            <FindingFacts finding={finding} />
            {finding.url && <ExternalLink href={finding.url}>{t.findings.atProvider}</ExternalLink>}
            <FindingDecision finding={finding} onDone={onClose} />
            <FindingHistory finding={finding} />
            {finding.record && (
              <section>
                <div className="mb-2 flex items-center justify-between">
                  <h3 className="font-semibold">{t.findings.record}</h3>
                  <CopyButton text={JSON.stringify(finding.record, null, 2)} label={t.records.copyJson} />
                </div>
                <JsonView value={finding.record} label={t.findings.record} />
              </section>
            )}
          </>
        )}
      </div>
    </Drawer>
  );
}

function FindingFacts({ finding }: { finding: FindingDetail }) {
  const connections = useQuery(connectionChoicesQuery(api));
  const connection = connections.data?.find(({ id }) => id === finding.connectionId);
  return (
    <DescriptionList
      items={[
        [t.findings.reason, finding.statusReason],
        [t.findings.until, finding.ignoredUntil && <RelativeTime at={finding.ignoredUntil} />],
        [t.findings.resource, finding.resource],
        [t.findings.rule, finding.rule && <code className="break-all font-mono text-xs">{finding.rule}</code>],
        [t.findings.theirWord, finding.providerSeverity],
        [t.findings.remediation, finding.remediation],
        [t.findings.firstSeen, <RelativeTime key="first" at={finding.firstSeenAt} />],
        [t.findings.lastSeen, <RelativeTime key="last" at={finding.lastSeenAt} />],
        [t.findings.reopenedCount, finding.reopenedCount > 0 && t.findings.reopened(finding.reopenedCount)],
        [
          t.findings.connection,
          <Link
            key="connection"
            href={`/connections/${finding.connectionId}`}
            className="rounded-sm text-accent underline-offset-4 hover:underline"
          >
            {connection?.name ?? finding.providerSlug}
          </Link>,
        ],
      ]}
    />
  );
}
