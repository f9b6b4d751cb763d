import { cancelInvitation as cancelInvitationRow, getInvitation } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import { z } from 'zod';
import { appendAuditNote } from '../audit/append.ts';
import { toRole } from '../members/list.ts';
import { requireRank } from '../members/require-member.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { toAuditTarget } from './to-invitation.ts';

const inputSchema = z.strictObject({ id: idSchema });

/** Closes an open invitation: its link stops working at once. */
export async function cancelInvitation(context: ServiceContext, input: z.input<typeof inputSchema>): Promise<void> {
  const { deps, actor } = context;
  requirePermission(actor, 'invitations.cancel');
  const { id } = parseInput(inputSchema, input);
  const { organizationId } = actor;
  const now = new Date(deps.clock.now());
  await deps.db.orm.transaction(async (tx) => {
    const invitation = await getInvitation(tx, { id });
    if (invitation?.organizationId !== organizationId) throw notFound();
    requireRank(context, toRole(invitation.role ?? ''));
    if (!(await cancelInvitationRow(tx, { organizationId, id, now }))) throw notFound();
    await appendAuditNote(tx, context, {
      action: 'member.cancel_invitation',
      target: toAuditTarget(invitation),
      before: { role: invitation.role },
    });
  });
}

function notFound(): PatchbayError {
  return new PatchbayError(
    'not_found',
    'There is no such open invitation. It may have been used or cancelled, or it has expired.',
  );
}
