'use client';
import type { EvidenceArchive } from '@patchbay/client';
import { useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { DescriptionList } from '#components/shared/description-list.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { Button } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { api } from '#lib/api/browser.ts';
import { evidenceArchiveQuery } from '#lib/api/queries/evidence.ts';
import { formatNumber } from '#lib/format.ts';
import { useCanManage } from '#lib/me.tsx';
import { t } from '#messages/en.ts';
import { EvidenceArchiveDialog } from './evidence-archive-dialog.tsx';
import { RemoveEvidenceArchive } from './remove-evidence-archive.tsx';

/** Where evidence is kept besides the database. Nothing where there is none and nothing to choose from. */
export function EvidenceArchivePanel() {
  const canManage = useCanManage();
  const { data } = useQuery(evidenceArchiveQuery(api));
  const [opened, setOpened] = useState<'dialog' | 'remove' | null>(null);
  if (!data || (data.archive === null && (!canManage || data.choices.length === 0))) return null;
  const { archive, choices } = data;
  return (
    <Panel
      className="mt-6"
      title={t.evidenceArchive.title}
      description={archive ? t.evidenceArchive.text : t.evidenceArchive.noneText}
      testId="evidence-archive"
      action={
        canManage && (
          <div className="flex shrink-0 gap-2">
            {archive && <Button onClick={() => setOpened('remove')}>{t.evidenceArchive.stop}</Button>}
            <Button onClick={() => setOpened('dialog')}>
              {archive ? t.evidenceArchive.change : t.evidenceArchive.setUp}
            </Button>
          </div>
        )
      }
      {...(!archive && { bodyClassName: 'hidden' })}
    >
      {archive && <ArchiveState archive={archive} />}
      {opened === 'dialog' && (
        <EvidenceArchiveDialog archive={archive} choices={choices} onClose={() => setOpened(null)} />
      )}
      <RemoveEvidenceArchive isOpen={opened === 'remove'} onClose={() => setOpened(null)} />
    </Panel>
  );
}

function ArchiveState({ archive }: { archive: EvidenceArchive }) {
  const { connectionName, bucket, prefix, archivedSeq, archivedAt, error, nextAt } = archive;
  return (
    <>
      {error && (
        <p className="mb-4 flex items-start gap-2 rounded-lg bg-bad-soft px-4 py-3 text-bad" role="status">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span className="min-w-0 break-words">
            {error} {t.evidenceArchive.again} <RelativeTime at={nextAt} />
          </span>
        </p>
      )}
      <DescriptionList
        items={[
          [t.evidenceArchive.connection, connectionName],
          [t.evidenceArchive.place, `${bucket}/${prefix}`],
          [t.evidenceArchive.stored, archivedSeq === 0 ? t.evidenceArchive.nothing : formatNumber(archivedSeq)],
          [t.evidenceArchive.last, archivedAt && <RelativeTime key="at" at={archivedAt} />],
        ]}
      />
    </>
  );
}
