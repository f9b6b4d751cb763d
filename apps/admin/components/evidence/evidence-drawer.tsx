'use client';
import Link from 'next/link';
import { CopyButton, CopyId } from '#components/shared/copy.tsx';
import { DescriptionList } from '#components/shared/description-list.tsx';
import { JsonView } from '#components/shared/json-view.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { Drawer } from '#components/ui/dialog.tsx';
import type { Evidence } from '#lib/doctor/types.ts';
import { formatNumber, humanize } from '#lib/format.ts';
import { t } from '#messages/en.ts';
import { verdictState } from './evidence-table.tsx';

/** One entry: everything its seal covers. */
export function EvidenceDrawer({ entry, onClose }: { entry: Evidence | null; onClose: () => void }) {
  return (
    <Drawer
      isOpen={entry !== null}
      onClose={onClose}
      testId="evidence-drawer"
      title={entry?.connectionName}
      header={entry && <span className="text-muted text-sm">{t.evidence.entry(formatNumber(entry.seq))}</span>}
    >
      {entry && (
        <div className="flex flex-col gap-5 p-5">
          <div className="flex items-start gap-3">
            <StateBadge state={verdictState(entry)} />
            <p className="min-w-0 break-words">{entry.summary}</p>
          </div>
          <DescriptionList
            items={[
              [t.evidence.columns.at, <RelativeTime key="at" at={entry.at} />],
              [t.evidence.kind, t.evidence.kinds[entry.kind] ?? humanize(entry.kind)],
              [
                t.evidence.columns.connection,
                <Link
                  key="connection"
                  href={`/connections/${entry.connectionId}`}
                  className="rounded-sm text-accent underline-offset-4 hover:underline"
                >
                  {entry.connectionName}
                </Link>,
              ],
              [t.evidence.actor, entry.actorLabel ?? t.audit.actors[entry.actorType] ?? entry.actorId],
              [t.evidence.run, entry.runId && <CopyId id={entry.runId} />],
              [t.evidence.hash, <CopyId key="hash" id={entry.hash} />],
              [t.evidence.prevHash, entry.prevHash && <CopyId id={entry.prevHash} />],
            ]}
          />
          <section>
            <div className="mb-2 flex items-center justify-between gap-3">
              <h3 className="font-semibold">{t.evidence.content}</h3>
              <CopyButton text={JSON.stringify(entry, null, 2)} label={t.records.copyJson} />
            </div>
            <JsonView value={entry.content} label={t.evidence.content} />
          </section>
        </div>
      )}
    </Drawer>
  );
}
