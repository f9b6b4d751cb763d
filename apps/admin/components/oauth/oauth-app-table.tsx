'use client';
import type { OAuthApp } from '@patchbay/client';
import Link from 'next/link';
import { type Column, DataTable } from '#components/shared/data-table.tsx';
import { ProviderMark } from '#components/shared/provider-mark.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { Button } from '#components/ui/button.tsx';
import { t } from '#messages/en.ts';

interface OAuthAppTableProps {
  apps: OAuthApp[];
  nameOf: (slug: string) => string;
  /** Whether the visitor may change this one. */
  canChange: (app: OAuthApp) => boolean;
  onEdit: (app: OAuthApp) => void;
  onDelete: (app: OAuthApp) => void;
}

export function OAuthAppTable({ apps, nameOf, canChange, onEdit, onDelete }: OAuthAppTableProps) {
  const columns: Column<OAuthApp>[] = [
    {
      id: 'provider',
      header: t.oauth.columns.provider,
      narrow: 'title',
      sortValue: (app) => nameOf(app.providerSlug).toLowerCase(),
      cell: (app) => (
        <span className="flex min-w-0 items-center gap-3">
          <ProviderMark provider={{ slug: app.providerSlug, name: nameOf(app.providerSlug) }} size="sm" />
          <Link
            href={`/catalog/${app.providerSlug}`}
            className="min-w-0 truncate rounded-sm font-medium underline-offset-4 hover:underline"
          >
            {nameOf(app.providerSlug)}
          </Link>
        </span>
      ),
    },
    {
      id: 'serves',
      header: t.oauth.columns.serves,
      sortValue: (app) => app.scope,
      cell: (app) => <span className="text-muted">{t.oauth.servesWhom[app.scope]}</span>,
    },
    {
      id: 'clientId',
      header: t.oauth.columns.clientId,
      cell: (app) => <code className="break-all font-mono text-muted text-xs">{app.clientId}</code>,
    },
    {
      id: 'scopes',
      header: t.oauth.columns.scopes,
      narrow: 'hidden',
      cell: (app) => (
        <span className="break-all text-muted text-sm">{app.scopes?.join(', ') ?? t.oauth.usualScopes}</span>
      ),
    },
    {
      id: 'changed',
      header: t.oauth.columns.changed,
      align: 'right',
      sortValue: (app) => app.updatedAt,
      cell: (app) => <RelativeTime at={app.updatedAt} className="whitespace-nowrap text-muted" />,
    },
    {
      id: 'actions',
      header: t.settings.columns.actions,
      isHeaderHidden: true,
      align: 'right',
      narrow: 'state',
      cell: (app) =>
        canChange(app) && (
          <span className="flex justify-end gap-2">
            <Button size="sm" onClick={() => onEdit(app)}>
              {t.oauth.edit}
              <span className="sr-only">{nameOf(app.providerSlug)}</span>
            </Button>
            <Button size="sm" variant="dangerQuiet" onClick={() => onDelete(app)}>
              {t.oauth.delete}
              <span className="sr-only">{nameOf(app.providerSlug)}</span>
            </Button>
          </span>
        ),
    },
  ];
  return <DataTable label={t.oauth.apps} testId="oauth-apps" columns={columns} rows={apps} rowKey={(app) => app.id} />;
}
