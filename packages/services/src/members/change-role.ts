import { cancelInvitationsOf, updateMemberRole } from '@patchbay/db';
import { z } from 'zod';
import { appendAuditNote } from '../audit/append.ts';
import type { Member } from '../dto/index.ts';
import { isRoleAtLeast, requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import { roleSchema } from '../support/role-schema.ts';
import { toIso } from '../support/to-iso.ts';
import type { ServiceContext } from '../types.ts';
import { requireAnotherOwner, requireMember, requireRank } from './require-member.ts';

const inputSchema = z.strictObject({ userId: idSchema, role: roleSchema });

/**
 * Gives a member another role. The organization always keeps an owner. A lesser role ends the links the member made: one of them
 * could lead back to the greater one.
 */
export async function changeMemberRole(context: ServiceContext, input: z.input<typeof inputSchema>): Promise<Member> {
  const { deps, actor } = context;
  requirePermission(actor, 'members.update');
  const { userId, role } = parseInput(inputSchema, input);
  const { organizationId } = actor;
  return deps.db.orm.transaction(async (tx) => {
    const member = await requireMember(tx, context, userId);
    requireRank(context, member.role);
    requireRank(context, role);
    const { email, name, createdAt } = member;
    const changed = { userId, email, name, role, createdAt: toIso(createdAt) };
    if (member.role === role) return changed;
    if (member.role === 'owner') await requireAnotherOwner(tx, context, userId);
    await updateMemberRole(tx, { organizationId, userId, role });
    const cancelledInvitations = isRoleAtLeast(role, member.role)
      ? 0
      : await cancelInvitationsOf(tx, { organizationId, inviterId: userId });
    await appendAuditNote(tx, context, {
      action: 'member.change_role',
      target: { type: 'member', id: userId, label: email },
      before: { role: member.role },
      after: { role, cancelledInvitations },
    });
    return changed;
  });
}
