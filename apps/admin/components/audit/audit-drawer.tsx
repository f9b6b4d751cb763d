'use client';
import type { AuditEntry } from '@patchbay/client';
import { CopyId } from '#components/shared/copy.tsx';
import { DescriptionList } from '#components/shared/description-list.tsx';
import { JsonView } from '#components/shared/json-view.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { Drawer } from '#components/ui/dialog.tsx';
import { t } from '#messages/en.ts';
import { actorLabel, describeAction } from './audit-table.tsx';

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'object' && Object.keys(value).length === 0);
}

export function AuditDrawer({ entry, onClose }: { entry: AuditEntry | null; onClose: () => void }) {
  return (
    <Drawer
      isOpen={entry !== null}
      onClose={onClose}
      testId="audit-drawer"
      title={entry && describeAction(entry.action)}
      header={entry && <code className="font-mono text-muted text-xs">{entry.action}</code>}
    >
      {entry && (
        <div className="flex flex-col gap-5 p-5">
          <DescriptionList
            items={[
              [t.audit.columns.target, entry.target.label ?? entry.target.id],
              [t.connection.id, <CopyId key="target" id={entry.target.id} />],
              [t.audit.columns.actor, actorLabel(entry.actor)],
              [t.audit.columns.at, <RelativeTime key="at" at={entry.at} />],
              [t.audit.columns.ip, entry.ip],
              [t.errors.requestId, entry.requestId && <CopyId id={entry.requestId} />],
              [t.audit.hash, <CopyId key="hash" id={entry.hash} />],
            ]}
          />
          {isEmpty(entry.before) && isEmpty(entry.after) && <p className="text-muted">{t.audit.noChange}</p>}
          {(['before', 'after'] as const)
            .filter((side) => !isEmpty(entry[side]))
            .map((side) => (
              <section key={side}>
                <h3 className="mb-2 font-semibold">{t.audit[side]}</h3>
                <JsonView value={entry[side]} label={t.audit[side]} />
              </section>
            ))}
        </div>
      )}
    </Drawer>
  );
}
