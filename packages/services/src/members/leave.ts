import { cancelInvitationsOf, deleteMember } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import { appendAuditNote } from '../audit/append.ts';
import { requirePermission } from '../permissions.ts';
import type { ServiceContext } from '../types.ts';
import { requireAnotherOwner, requireMember } from './require-member.ts';

/** Takes the caller out of the organization; the links they made stop working. */
export async function leaveOrganization(context: ServiceContext): Promise<void> {
  const { deps, actor } = context;
  requirePermission(actor, 'members.leave');
  if (actor.type !== 'user') {
    throw new PatchbayError('forbidden', 'Only a person can leave. To end an API key, revoke it.');
  }
  await deps.db.orm.transaction(async (tx) => {
    const { role, email } = await requireMember(tx, context, actor.id);
    if (role === 'owner') await requireAnotherOwner(tx, context, actor.id);
    const { organizationId } = actor;
    await deleteMember(tx, { organizationId, userId: actor.id });
    const cancelledInvitations = await cancelInvitationsOf(tx, { organizationId, inviterId: actor.id });
    await appendAuditNote(tx, context, {
      action: 'member.leave',
      target: { type: 'member', id: actor.id, label: email },
      before: { role },
      after: { cancelledInvitations },
    });
  });
}
