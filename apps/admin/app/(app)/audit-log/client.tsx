'use client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { AuditDrawer } from '#components/audit/audit-drawer.tsx';
import { AuditTable } from '#components/audit/audit-table.tsx';
import { LoadMore } from '#components/shared/load-more.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { EmptyState, ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { Select } from '#components/ui/input.tsx';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { api } from '#lib/api/browser.ts';
import { auditLogQuery } from '#lib/api/queries/audit-log.ts';
import { useUrlState } from '#lib/use-url-state.ts';
import { t } from '#messages/en.ts';

export function AuditLog() {
  const { get, change } = useUrlState();
  const action = get('action');
  const query = useInfiniteQuery({
    ...auditLogQuery(api, action ? { action } : {}),
    placeholderData: keepPreviousData,
  });
  const entries = query.data?.pages.flatMap((page) => page.data) ?? [];
  const opened = entries.find((entry) => entry.id === get('entry')) ?? null;
  return (
    <>
      <PageHeader title={t.audit.title} text={t.audit.text} />
      {query.error && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <ListSkeleton />}
      {query.data && (
        <Select
          aria-label={t.audit.filter}
          value={action}
          onChange={(event) => change({ action: event.target.value })}
          className="mb-4 sm:w-64"
        >
          <option value="">{t.audit.anyAction}</option>
          {Object.entries(t.audit.actions).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      )}
      {query.data && entries.length === 0 && (
        <EmptyState
          icon={ScrollText}
          title={action ? t.audit.noMatch : t.audit.emptyTitle}
          text={t.audit.emptyText}
          action={action && <Button onClick={() => change({ action: null })}>{t.common.clearFilters}</Button>}
        />
      )}
      {entries.length > 0 && <AuditTable entries={entries} onOpen={(entry) => change({ entry: entry.id }, 'push')} />}
      <LoadMore query={query} />
      <AuditDrawer entry={opened} onClose={() => change({ entry: null })} />
    </>
  );
}
