'use client';
import type { Member } from '@patchbay/client';
import { type Column, DataTable } from '#components/shared/data-table.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { Tag } from '#components/shared/tag.tsx';
import { isAtLeast, useMe } from '#lib/me.tsx';
import { t } from '#messages/en.ts';
import { MemberMenu } from './member-menu.tsx';

interface MemberTableProps {
  members: Member[];
  onChangeRole: (member: Member) => void;
  onRemove: (member: Member) => void;
}

export function MemberTable({ members, onChangeRole, onRemove }: MemberTableProps) {
  const { user, role } = useMe();
  const columns: Column<Member>[] = [
    {
      id: 'name',
      header: t.settings.columns.name,
      narrow: 'title',
      sortValue: (member) => member.name.toLowerCase(),
      cell: (member) => (
        <span className="flex items-center gap-2 font-medium">
          {member.name}
          {member.userId === user?.id && <Tag>{t.settings.you}</Tag>}
        </span>
      ),
    },
    {
      id: 'email',
      header: t.settings.columns.email,
      sortValue: (member) => member.email,
      cell: (member) => <span className="break-all text-muted">{member.email}</span>,
    },
    {
      id: 'role',
      header: t.settings.columns.role,
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
      narrow: 'hidden',
      sortValue: (member) => member.createdAt,
      cell: (member) => (
        <span className="text-muted">
          <RelativeTime at={member.createdAt} />
        </span>
      ),
    },
    {
      id: 'actions',
      header: t.settings.columns.actions,
      isHeaderHidden: true,
      align: 'right',
      narrow: 'state',
      cell: (member) => {
        const isSelf = member.userId === user?.id;
        const canManage = isAtLeast(role, 'admin') && isAtLeast(role, member.role);
        return (
          (isSelf || canManage) && (
            <MemberMenu
              name={member.name}
              isSelf={isSelf}
              {...(canManage && { onChangeRole: () => onChangeRole(member) })}
              onRemove={() => onRemove(member)}
            />
          )
        );
      },
    },
  ];
  return (
    <DataTable
      label={t.settings.members}
      testId="members"
      columns={columns}
      rows={members}
      rowKey={(member) => member.userId}
    />
  );
}
