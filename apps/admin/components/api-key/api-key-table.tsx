'use client';
import type { ApiKey } from '@patchbay/client';
import { type Column, DataTable } from '#components/shared/data-table.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { Button } from '#components/ui/button.tsx';
import { t } from '#messages/en.ts';

interface ApiKeyTableProps {
  apiKeys: ApiKey[];
  onRevoke?: (apiKey: ApiKey) => void;
}

export function ApiKeyTable({ apiKeys, onRevoke }: ApiKeyTableProps) {
  const columns: Column<ApiKey>[] = [
    {
      id: 'name',
      header: t.settings.columns.name,
      narrow: 'title',
      sortValue: (apiKey) => apiKey.name ?? '',
      cell: (apiKey) => (
        <>
          <span className="block truncate font-medium">{apiKey.name ?? t.settings.unnamedKey}</span>
          {apiKey.start && <code className="font-mono text-muted text-xs">{apiKey.start}…</code>}
        </>
      ),
    },
    {
      id: 'role',
      header: t.settings.columns.role,
      cell: (apiKey) => <span className="text-muted">{t.settings.roles[apiKey.role]?.label}</span>,
    },
    {
      id: 'scopes',
      header: t.settings.columns.scopes,
      narrow: 'hidden',
      cell: (apiKey) => <span className="text-muted text-sm">{apiKey.scopes?.join(', ') ?? t.settings.allScopes}</span>,
    },
    {
      id: 'lastUsed',
      header: t.settings.columns.lastUsed,
      align: 'right',
      sortValue: (apiKey) => apiKey.lastUsedAt ?? '',
      cell: (apiKey) => (
        <span className="text-muted">
          {apiKey.lastUsedAt ? <RelativeTime at={apiKey.lastUsedAt} /> : t.settings.neverUsed}
        </span>
      ),
    },
    {
      id: 'expires',
      header: t.settings.columns.expires,
      align: 'right',
      narrow: 'hidden',
      sortValue: (apiKey) => apiKey.expiresAt ?? '',
      cell: (apiKey) => (
        <span className="text-muted">
          {apiKey.expiresAt ? <RelativeTime at={apiKey.expiresAt} /> : t.settings.neverExpires}
        </span>
      ),
    },
    ...(onRevoke
      ? [
          {
            id: 'revoke',
            header: t.settings.revoke,
            isHeaderHidden: true,
            align: 'right' as const,
            narrow: 'state' as const,
            cell: (apiKey: ApiKey) => (
              <Button size="sm" variant="dangerQuiet" onClick={() => onRevoke(apiKey)}>
                {t.settings.revoke}
                <span className="sr-only">{apiKey.name}</span>
              </Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <DataTable
      label={t.settings.apiKeys}
      testId="api-keys"
      columns={columns}
      rows={apiKeys}
      rowKey={(apiKey) => apiKey.id}
    />
  );
}
