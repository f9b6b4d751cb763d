import { cancelInvitationsOf, deleteMember, insertRemovedMember } from '@patchbay/db';
import { z } from 'zod';
import { appendAuditNote } from '../audit/append.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { requireAnotherOwner, requireMember, requireRank } from './require-member.ts';

const inputSchema = z.strictObject({ userId: idSchema });

/**
 * Takes somebody out of the organization. Their account stays. The links they made, and those made for them, stop working, or they
 * could come back by one; single sign-on does not bring them back either. A new invitation does.
 */
export async function removeMember(context: ServiceContext, input: z.input<typeof inputSchema>): Promise<void> {
  const { deps, actor } = context;
  requirePermission(actor, 'members.remove');
  const { userId } = parseInput(inputSchema, input);
  await deps.db.orm.transaction(async (tx) => {
    const { role, email } = await requireMember(tx, context, userId);
    requireRank(context, role);
    if (role === 'owner') await requireAnotherOwner(tx, context, userId);
    const { organizationId } = actor;
    await deleteMember(tx, { organizationId, userId });
    await insertRemovedMember(tx, { organizationId, userId, email });
    const cancelledInvitations = await cancelInvitationsOf(tx, { organizationId, inviterId: userId, email });
    await appendAuditNote(tx, context, {
      action: 'member.remove',
      target: { type: 'member', id: userId, label: email },
      before: { role },
      after: { cancelledInvitations },
    });
  });
}
