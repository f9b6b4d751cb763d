import type { InvitationRow } from '@patchbay/db';
import type { Invitation } from '../dto/index.ts';
import { toRole } from '../members/list.ts';
import { toIso } from '../support/to-iso.ts';

export function toInvitation({ id, email, role, inviterName, createdAt, expiresAt }: InvitationRow): Invitation {
  return {
    id,
    email,
    role: toRole(role ?? ''),
    invitedBy: inviterName,
    createdAt: toIso(createdAt),
    expiresAt: toIso(expiresAt),
  };
}

/** Names an invitation in the audit log without the part that opens it. */
export function toAuditTarget({ id, email }: { id: string; email: string }) {
  return { type: 'invitation', id: id.slice(0, 12), label: email };
}
