'use client';
import type { Connection } from '@patchbay/client';
import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from '#components/shared/confirm-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { t } from '#messages/en.ts';
import { useConnectionMutations } from './use-connection-mutations.ts';

function Row({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium">{title}</p>
        <p className="text-pretty text-muted text-sm">{text}</p>
      </div>
      {children}
    </div>
  );
}

/** Pausing, disconnecting, deleting: from the mildest to the one that cannot be undone. */
export function DangerPanel({ connection }: { connection: Connection }) {
  const router = useRouter();
  const { pause, resume, disconnect, remove } = useConnectionMutations(connection);
  const [asking, setAsking] = useState<'disconnect' | 'delete' | null>(null);
  const close = () => setAsking(null);
  return (
    <Panel title={t.connectionSettings.dangerTitle} bodyClassName="divide-y p-0">
      {connection.status === 'active' && (
        <Row title={t.connectionSettings.pauseTitle} text={t.connectionSettings.pauseText}>
          <Button isBusy={pause.isPending} onClick={() => pause.mutate()}>
            {t.connection.pause}
          </Button>
        </Row>
      )}
      {connection.status === 'paused' && (
        <Row title={t.connectionSettings.resumeTitle} text={t.connectionSettings.resumeText}>
          <Button isBusy={resume.isPending} onClick={() => resume.mutate()}>
            {t.connection.resume}
          </Button>
        </Row>
      )}
      {connection.status !== 'disconnected' && (
        <Row title={t.connectionSettings.disconnect} text={t.connectionSettings.disconnectText}>
          <Button variant="dangerQuiet" onClick={() => setAsking('disconnect')}>
            {t.connectionSettings.disconnect}
          </Button>
        </Row>
      )}
      <Row title={t.connectionSettings.delete} text={t.connectionSettings.deleteText}>
        <Button variant="dangerQuiet" onClick={() => setAsking('delete')}>
          {t.connectionSettings.delete}
        </Button>
      </Row>
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
