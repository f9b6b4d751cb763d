'use client';
import type { Invitation } from '@patchbay/client';
import { CopyButton } from '#components/shared/copy.tsx';
import { type Column, DataTable } from '#components/shared/data-table.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { Button } from '#components/ui/button.tsx';
import { invitationLink } from '#lib/invitation-link.ts';
import { t } from '#messages/en.ts';

interface InvitationTableProps {
  invitations: Invitation[];
  onCancel: (invitation: Invitation) => void;
}

export function InvitationTable({ invitations, onCancel }: InvitationTableProps) {
  const columns: Column<Invitation>[] = [
    {
      id: 'email',
      header: t.settings.columns.email,
      narrow: 'title',
      sortValue: (invitation) => invitation.email,
      cell: (invitation) => <span className="break-all font-medium">{invitation.email}</span>,
    },
    {
      id: 'role',
      header: t.settings.columns.role,
      narrow: 'state',
      sortValue: (invitation) => invitation.role,
      cell: (invitation) => <span>{t.settings.roles[invitation.role]?.label}</span>,
    },
    {
      id: 'invitedBy',
      header: t.settings.columns.invitedBy,
      narrow: 'hidden',
      sortValue: (invitation) => invitation.invitedBy,
      cell: (invitation) => <span className="text-muted">{invitation.invitedBy}</span>,
    },
    {
      id: 'expires',
      header: t.settings.columns.expires,
      align: 'right',
      sortValue: (invitation) => invitation.expiresAt,
      cell: (invitation) => (
        <span className="text-muted">
          <RelativeTime at={invitation.expiresAt} />
        </span>
      ),
    },
    {
      id: 'actions',
      header: t.settings.columns.actions,
      isHeaderHidden: true,
      align: 'right',
      cell: (invitation) => (
        <span className="flex justify-end gap-2">
          <CopyButton text={invitationLink(invitation.id)} label={t.members.copyLink} />
          <Button size="sm" variant="dangerQuiet" onClick={() => onCancel(invitation)}>
            {t.members.cancelShort}
            <span className="sr-only">{invitation.email}</span>
          </Button>
        </span>
      ),
    },
  ];
  return (
    <DataTable
      label={t.members.invitations}
      testId="invitations"
      columns={columns}
      rows={invitations}
      rowKey={(invitation) => invitation.id}
    />
  );
}
