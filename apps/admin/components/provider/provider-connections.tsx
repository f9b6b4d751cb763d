import type { Connection } from '@patchbay/client';
import Link from 'next/link';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { connectionState } from '#lib/connection-state.ts';
import { t } from '#messages/en.ts';

export function ProviderConnections({ connections }: { connections: Connection[] }) {
  return (
    <Panel title={t.provider.connections} bodyClassName="p-0">
      {connections.length === 0 && <p className="px-4 py-3 text-muted text-sm">{t.provider.connectionsEmpty}</p>}
      <ul className="divide-y">
        {connections.map((connection) => (
          <li key={connection.id} className="relative flex items-center gap-3 px-4 py-2.5 hover:bg-hover">
            <span className="min-w-0 flex-1">
              <Link
                href={`/connections/${connection.id}`}
                className="block truncate rounded-sm font-medium after:absolute after:inset-0"
              >
                {connection.name}
              </Link>
              {connection.account && (
                <span className="block truncate text-muted text-sm">{connection.account.label}</span>
              )}
            </span>
            <StateBadge state={connectionState(connection)} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
