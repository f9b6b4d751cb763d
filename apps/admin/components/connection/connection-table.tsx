'use client';
import type { Connection, ProviderInfo } from '@patchbay/client';
import Link from 'next/link';
import { type Column, DataTable, rowLink } from '#components/shared/data-table.tsx';
import { ProviderMark } from '#components/shared/provider-mark.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge, StateIcon } from '#components/shared/state-badge.tsx';
import { connectionState } from '#lib/connection-state.ts';
import { humanize } from '#lib/format.ts';
import { t } from '#messages/en.ts';
import { SimulatedBadge } from './simulated-badge.tsx';

interface ConnectionTableProps {
  connections: Connection[];
  providers: readonly ProviderInfo[];
  canSort: boolean;
}

export function ConnectionTable({ connections, providers, canSort }: ConnectionTableProps) {
  const names = new Map(providers.map((provider) => [provider.slug, provider.name]));
  const providerName = (connection: Connection) =>
    names.get(connection.providerSlug) ?? humanize(connection.providerSlug);
  const columns: Column<Connection>[] = [
    {
      id: 'state',
      header: t.connections.columns.state,
      narrow: 'state',
      sortValue: connectionState,
      cell: (connection) => <StateBadge state={connectionState(connection)} />,
      className: 'w-36',
    },
    {
      id: 'name',
      header: t.connections.columns.name,
      narrow: 'title',
      sortValue: (connection) => connection.name.toLowerCase(),
      cell: (connection) => (
        <div className="flex min-w-0 items-center gap-3">
          <ProviderMark provider={{ slug: connection.providerSlug, name: providerName(connection) }} size="sm" />
          <div className="min-w-0">
            <Link href={`/connections/${connection.id}`} {...rowLink} className={`block truncate ${rowLink.className}`}>
              {connection.name}
            </Link>
            <span className="block truncate text-muted text-sm">{providerName(connection)}</span>
          </div>
          {connection.isSimulated && <SimulatedBadge />}
        </div>
      ),
    },
    {
      id: 'account',
      header: t.connections.columns.account,
      narrow: 'hidden',
      sortValue: (connection) => connection.account?.label ?? '',
      cell: (connection) => <span className="text-muted">{connection.account?.label}</span>,
    },
    {
      id: 'health',
      header: t.connections.columns.health,
      sortValue: (connection) => connection.health.status,
      cell: (connection) => (
        <span className="flex items-center gap-1.5 whitespace-nowrap">
          <StateIcon state={connection.health.status} />
          {t.states[connection.health.status]}
        </span>
      ),
    },
    {
      id: 'lastSync',
      header: t.connections.columns.lastSync,
      align: 'right',
      sortValue: (connection) => connection.lastSync?.at ?? '',
      cell: (connection) => (
        <span className="text-muted">
          {connection.lastSync ? <RelativeTime at={connection.lastSync.at} /> : t.connections.neverSynced}
        </span>
      ),
    },
  ];
  return (
    <DataTable
      label={t.connections.title}
      testId="connections"
      columns={columns}
      rows={connections}
      rowKey={(connection) => connection.id}
      canSort={canSort}
    />
  );
}
