'use client';
import type { FindingException } from '@patchbay/client';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Plus, ShieldOff } from 'lucide-react';
import { useState } from 'react';
import { DeleteException } from '#components/exception/delete-exception.tsx';
import { ExceptionDialog } from '#components/exception/exception-dialog.tsx';
import { ExceptionTable } from '#components/exception/exception-table.tsx';
import { LoadMore } from '#components/shared/load-more.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { EmptyState, ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { api } from '#lib/api/browser.ts';
import { connectionChoicesQuery } from '#lib/api/queries/connections.ts';
import { findingExceptionsQuery } from '#lib/api/queries/findings.ts';
import { shortenId } from '#lib/format.ts';
import { useCanManage } from '#lib/me.tsx';
import { useUrlState } from '#lib/use-url-state.ts';
import { t } from '#messages/en.ts';

/** What opens the form: `new`, or the id of the one that is changed. */
const opens = 'exception';
const closed = { [opens]: null, rule: null, resource: null, connection: null };

export function FindingExceptions() {
  const { get, change } = useUrlState();
  const canWrite = useCanManage();
  const [deleting, setDeleting] = useState<FindingException | null>(null);
  const query = useInfiniteQuery(findingExceptionsQuery(api));
  const connections = useQuery(connectionChoicesQuery(api));
  const names = new Map(connections.data?.map(({ id, name }) => [id, name]));
  const exceptions = query.data?.pages.flatMap((page) => page.data) ?? [];
  const wanted = canWrite ? get(opens) : '';
  const edited = exceptions.find(({ id }) => id === wanted) ?? null;
  const add = canWrite && (
    <Button variant="primary" onClick={() => change({ [opens]: 'new' }, 'push')}>
      <Plus aria-hidden />
      {t.exceptions.add}
    </Button>
  );
  return (
    <>
      <PageHeader
        breadcrumb={[{ label: t.findings.title, href: '/findings' }]}
        title={t.exceptions.title}
        text={t.exceptions.text}
        actions={exceptions.length > 0 && add}
      />
      {!canWrite && (
        <p className="mb-4 rounded-lg border border-dashed px-4 py-3 text-muted">{t.exceptions.askAdmin}</p>
      )}
      {query.error && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <ListSkeleton rows={3} />}
      {query.data && exceptions.length === 0 && (
        <EmptyState icon={ShieldOff} title={t.exceptions.emptyTitle} text={t.exceptions.emptyText} action={add} />
      )}
      {exceptions.length > 0 && (
        <ExceptionTable
          exceptions={exceptions}
          connectionName={(id) => names.get(id) ?? shortenId(id)}
          canWrite={canWrite}
          onEdit={({ id }) => change({ [opens]: id }, 'push')}
          onDelete={setDeleting}
        />
      )}
      <LoadMore query={query} />
      {/* The choices of the form are there before it is: a choice the address made would be lost. */}
      {(edited || wanted === 'new') && connections.data && (
        <ExceptionDialog
          key={wanted}
          exception={edited}
          given={{ rule: get('rule'), resource: get('resource'), connectionId: get('connection') }}
          connections={connections.data}
          onClose={() => change(closed)}
        />
      )}
      <DeleteException exception={deleting} onClose={() => setDeleting(null)} />
    </>
  );
}
