'use client';
import type { RecordRow } from '@patchbay/client';
import { CopyButton, CopyId } from '#components/shared/copy.tsx';
import { DescriptionList } from '#components/shared/description-list.tsx';
import { JsonView } from '#components/shared/json-view.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { Drawer } from '#components/ui/dialog.tsx';
import { formatNumber, humanize } from '#lib/format.ts';
import { t } from '#messages/en.ts';

export function RecordDrawer({ record, onClose }: { record: RecordRow | null; onClose: () => void }) {
  return (
    <Drawer
      isOpen={record !== null}
      onClose={onClose}
      testId="record-drawer"
      title={record?.externalId}
      header={record && <CopyId id={record.id} />}
    >
      {record && (
        <div className="flex flex-col gap-5 p-5">
          <DescriptionList
            items={[
              [t.records.columns.change, <StateBadge key="change" state={record.change} />],
              [t.records.columns.model, humanize(record.model)],
              [t.records.seq, formatNumber(record.seq)],
              [t.records.firstSeen, <RelativeTime key="first" at={record.firstSeenAt} />],
              [t.records.changedAt, <RelativeTime key="changed" at={record.changedAt} />],
              [t.records.deletedAt, record.deletedAt && <RelativeTime at={record.deletedAt} />],
            ]}
          />
          <section>
            <div className="mb-2 flex items-center justify-between">
              <h3 className="font-semibold">{t.records.data}</h3>
              <CopyButton text={JSON.stringify(record.data, null, 2)} label={t.records.copyJson} />
            </div>
            <JsonView value={record.data} label={t.records.data} />
          </section>
        </div>
      )}
    </Drawer>
  );
}
