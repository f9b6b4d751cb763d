'use client';
import type { Member } from '@patchbay/client';
import { useQuery } from '@tanstack/react-query';
import { type Column, DataTable } from '#components/shared/data-table.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { Tag } from '#components/shared/tag.tsx';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { api } from '#lib/api/browser.ts';
import { membersQuery } from '#lib/api/queries.ts';
import { useMe } from '#lib/me.tsx';
import { t } from '#messages/en.ts';

function columnsOf(ownId: string | undefined): Column<Member>[] {
  return [
    {
      id: 'name',
      header: t.settings.columns.name,
      narrow: 'title',
      sortValue: (member) => member.name.toLowerCase(),
      cell: (member) => (
        <span className="flex items-center gap-2 font-medium">
          {member.name}
          {member.userId === ownId && <Tag>{t.settings.you}</Tag>}
        </span>
      ),
    },
    {
      id: 'email',
      header: t.settings.columns.email,
      sortValue: (member) => member.email,
      cell: (member) => <span className="text-muted">{member.email}</span>,
    },
    {
      id: 'role',
      header: t.settings.columns.role,
      narrow: 'state',
      sortValue: (member) => member.role,
      cell: (member) => (
        <>
          <span>{t.settings.roles[member.role]?.label}</span>
          <span className="block text-muted text-sm max-sm:hidden">{t.settings.roles[member.role]?.text}</span>
        </>
      ),
    },
    {
      id: 'joined',
      header: t.settings.columns.joined,
      align: 'right',
      sortValue: (member) => member.createdAt,
      cell: (member) => (
        <span className="text-muted">
          <RelativeTime at={member.createdAt} />
        </span>
      ),
    },
  ];
}

export function Members() {
  const { user } = useMe();
  const query = useQuery(membersQuery(api));
  return (
    <section aria-labelledby="members">
      <h2 id="members" className="font-semibold">
        {t.settings.members}
      </h2>
      <p className="mb-4 text-muted">{t.settings.membersText}</p>
      {query.error && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <ListSkeleton rows={2} />}
      {query.data && (
        <DataTable
          label={t.settings.members}
          testId="members"
          columns={columnsOf(user?.id)}
          rows={query.data}
          rowKey={(member) => member.userId}
        />
      )}
    </section>
  );
}
