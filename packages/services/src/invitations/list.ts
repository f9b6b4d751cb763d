import { listOpenInvitations } from '@patchbay/db';
import { z } from 'zod';
import type { Invitation, Page } from '../dto/index.ts';
import { isRoleAtLeast, requirePermission } from '../permissions.ts';
import { cursorSchema, limitSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { toInvitation } from './to-invitation.ts';

const inputSchema = z.strictObject({
  limit: limitSchema,
  cursor: cursorSchema.refine((cursor) => cursor === undefined || !Number.isNaN(Date.parse(cursor)), {
    error: 'it is not the nextCursor of a page',
  }),
});

/** Open invitations, newest first. Those to a role above the caller's are left out: their ids would open that role. */
export async function listInvitations(
  context: ServiceContext,
  input: z.input<typeof inputSchema> = {},
): Promise<Page<Invitation>> {
  const { deps, actor } = context;
  requirePermission(actor, 'invitations.list');
  const { limit, cursor } = parseInput(inputSchema, input);
  const { organizationId } = actor;
  const now = new Date(deps.clock.now());
  const { rows, nextCursor } = await listOpenInvitations(deps.db.orm, { organizationId, now, limit, after: cursor });
  const data = rows.map(toInvitation).filter(({ role }) => isRoleAtLeast(actor.role, role));
  return { data, nextCursor };
}
