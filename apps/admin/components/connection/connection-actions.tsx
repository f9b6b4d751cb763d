'use client';
import type { Connection } from '@patchbay/client';
import { useIsMutating } from '@tanstack/react-query';
import { Activity, Pause, Play, RefreshCw } from 'lucide-react';
import { RunDoctorButton } from '#components/doctor/run-doctor-button.tsx';
import { Button } from '#components/ui/button.tsx';
import { useCanManage, useCanUse } from '#lib/me.tsx';
import { t } from '#messages/en.ts';
import { testMutationKey, useConnectionMutations } from './use-connection-mutations.ts';

interface ConnectionActionsProps {
  connection: Connection;
  /** Brings the place into view where the test ticks. */
  onTest: () => void;
}

export function ConnectionActions({ connection, onTest }: ConnectionActionsProps) {
  const canManage = useCanManage();
  const canUse = useCanUse();
  const { test, sync, pause, resume } = useConnectionMutations(connection);
  const isTesting = useIsMutating({ mutationKey: testMutationKey(connection.id) }) > 0;
  if (!canUse || connection.status === 'disconnected') return null;
  return (
    <>
      {canManage && <RunDoctorButton connectionIds={[connection.id]} />}
      {canManage && connection.status === 'active' && (
        <Button isBusy={pause.isPending} onClick={() => pause.mutate()}>
          <Pause aria-hidden />
          {t.connection.pause}
        </Button>
      )}
      {connection.status === 'paused' && canManage && (
        <Button variant="primary" isBusy={resume.isPending} onClick={() => resume.mutate()}>
          <Play aria-hidden />
          {t.connection.resume}
        </Button>
      )}
      {connection.status !== 'paused' && canManage && (
        <Button
          isBusy={isTesting}
          onClick={() => {
            onTest();
            test.mutate();
          }}
        >
          {!isTesting && <Activity aria-hidden />}
          {isTesting ? t.connection.testing : t.connection.test}
        </Button>
      )}
      {connection.status !== 'paused' && (
        <Button variant="primary" isBusy={sync.isPending} onClick={() => sync.mutate(undefined)}>
          {!sync.isPending && <RefreshCw aria-hidden />}
          {t.connection.sync}
        </Button>
      )}
    </>
  );
}
