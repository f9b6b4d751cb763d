import { randomBytes } from 'node:crypto';
import {
  type Executor,
  findFirstOwner,
  findOpenInvitation,
  getMember,
  insertInvitation,
  isMemberEmail,
  lockInvitations,
} from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import { z } from 'zod';
import { appendAuditNote } from '../audit/append.ts';
import type { Invitation } from '../dto/index.ts';
import { requireRank } from '../members/require-member.ts';
import { requirePermission } from '../permissions.ts';
import { parseInput } from '../support/parse-input.ts';
import { roleSchema } from '../support/role-schema.ts';
import type { ServiceContext } from '../types.ts';
import { toAuditTarget, toInvitation } from './to-invitation.ts';

/** How long an invitation can be accepted. */
const LIFETIME_MS = 7 * 24 * 3_600_000;

const inputSchema = z.strictObject({
  email: z.string().trim().toLowerCase().max(254).pipe(z.email('must be an email address')),
  role: roleSchema,
});

/** Invites an address. Mail is not sent: whoever invites passes the link on, and the id in it is the proof. */
export async function createInvitation(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<Invitation> {
  const { deps, actor } = context;
  requirePermission(actor, 'invitations.create');
  const { email, role } = parseInput(inputSchema, input);
  requireRank(context, role);
  const { organizationId } = actor;
  const createdAt = new Date(deps.clock.now());
  const expiresAt = new Date(createdAt.getTime() + LIFETIME_MS);
  return deps.db.orm.transaction(async (tx) => {
    await lockInvitations(tx, { organizationId });
    await requireNew(tx, { organizationId, email, now: createdAt });
    const inviter = await findInviter(tx, context);
    // Whoever holds it may join: no part of it may be guessed.
    const id = `inv_${randomBytes(20).toString('hex')}`;
    await insertInvitation(tx, { id, organizationId, email, role, inviterId: inviter.userId, createdAt, expiresAt });
    await appendAuditNote(tx, context, {
      action: 'member.invite',
      target: toAuditTarget({ id, email }),
      after: { role, expiresAt },
    });
    const row = { id, organizationId, email, role, status: 'pending', inviterName: inviter.name };
    return toInvitation({ ...row, createdAt, expiresAt });
  });
}

async function requireNew(tx: Executor, params: { organizationId: string; email: string; now: Date }): Promise<void> {
  if (await isMemberEmail(tx, params)) {
    throw new PatchbayError(
      'conflict',
      'Somebody with this address is a member already. Change their role in the list of members.',
    );
  }
  if (await findOpenInvitation(tx, params)) {
    throw new PatchbayError(
      'conflict',
      'This address has an open invitation. Pass on its link, or cancel it and invite again.',
    );
  }
}

/** The person who invites. A key belongs to nobody: an owner stands for it. */
async function findInviter(tx: Executor, { actor }: ServiceContext): Promise<{ userId: string; name: string }> {
  const { organizationId } = actor;
  const person =
    actor.type === 'user'
      ? await getMember(tx, { organizationId, userId: actor.id })
      : await findFirstOwner(tx, { organizationId });
  if (!person) throw new PatchbayError('forbidden', 'You are no longer a member of this organization.');
  return { userId: person.userId, name: person.name };
}
