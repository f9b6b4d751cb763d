'use client';
import type { Connection } from '@patchbay/client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ConfirmDialog } from '#components/shared/confirm-dialog.tsx';
import { ManageRow } from '#components/shared/manage-row.tsx';
import { Button } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { t } from '#messages/en.ts';
import { useConnectionMutations } from './use-connection-mutations.ts';

/** Pausing, disconnecting, deleting: from the mildest to the one that cannot be undone. */
export function DangerPanel({ connection }: { connection: Connection }) {
  const router = useRouter();
  const { pause, resume, disconnect, remove } = useConnectionMutations(connection);
  const [asking, setAsking] = useState<'disconnect' | 'delete' | null>(null);
  const close = () => setAsking(null);
  return (
    <Panel title={t.connectionSettings.dangerTitle} bodyClassName="divide-y p-0">
      {connection.status === 'active' && (
        <ManageRow title={t.connectionSettings.pauseTitle} text={t.connectionSettings.pauseText}>
          <Button isBusy={pause.isPending} onClick={() => pause.mutate()}>
            {t.connection.pause}
          </Button>
        </ManageRow>
      )}
      {connection.status === 'paused' && (
        <ManageRow title={t.connectionSettings.resumeTitle} text={t.connectionSettings.resumeText}>
          <Button isBusy={resume.isPending} onClick={() => resume.mutate()}>
            {t.connection.resume}
          </Button>
        </ManageRow>
      )}
      {connection.status !== 'disconnected' && (
        <ManageRow title={t.connectionSettings.disconnect} text={t.connectionSettings.disconnectText}>
          <Button variant="dangerQuiet" onClick={() => setAsking('disconnect')}>
            {t.connectionSettings.disconnect}
          </Button>
        </ManageRow>
      )}
      <ManageRow title={t.connectionSettings.delete} text={t.connectionSettings.deleteText}>
        <Button variant="dangerQuiet" onClick={() => setAsking('delete')}>
          {t.connectionSettings.delete}
        </Button>
      </ManageRow>
      <ConfirmDialog
        isOpen={asking === 'disconnect'}
        onClose={close}
        title={t.connectionSettings.disconnectConfirmTitle(connection.name)}
        text={t.connectionSettings.disconnectConfirmText}
        confirmLabel={t.connectionSettings.disconnect}
        isBusy={disconnect.isPending}
        error={disconnect.error}
        onConfirm={() => disconnect.mutate(undefined, { onSuccess: close })}
      />
      <ConfirmDialog
        isOpen={asking === 'delete'}
        onClose={close}
        title={t.connectionSettings.deleteConfirmTitle(connection.name)}
        text={t.connectionSettings.deleteConfirmText}
        confirmLabel={t.connectionSettings.delete}
        typeToConfirm={connection.name}
        isBusy={remove.isPending || remove.isSuccess}
        error={remove.error}
        onConfirm={() => remove.mutate(true, { onSuccess: () => router.push('/connections') })}
      />
    </Panel>
  );
}
