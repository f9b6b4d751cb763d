'use client';
import type { Connection, ProviderDetail } from '@patchbay/client';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { useCanManage } from '#lib/me.tsx';
import { t } from '#messages/en.ts';
import { CredentialsPanel } from './credentials-panel.tsx';
import { DangerPanel } from './danger-panel.tsx';
import { GeneralPanel } from './general-panel.tsx';

interface SettingsTabProps {
  connection: Connection;
  provider: ProviderDetail | undefined;
}

export function SettingsTab({ connection, provider }: SettingsTabProps) {
  const canWrite = useCanManage();
  if (!provider) return <ListSkeleton />;
  return (
    <div className="flex max-w-[720px] flex-col gap-4">
      {!canWrite && (
        <p className="rounded-lg border border-dashed px-4 py-3 text-muted">{t.connectionSettings.readOnly}</p>
      )}
      <GeneralPanel connection={connection} provider={provider} canWrite={canWrite} />
      <CredentialsPanel connection={connection} provider={provider} canWrite={canWrite} />
      {canWrite && <DangerPanel connection={connection} />}
    </div>
  );
}
