import { getInvitation as getInvitationRow, hasUserWithEmail } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import type { InvitationView } from '../dto/index.ts';
import { toRole } from '../members/list.ts';
import { toIso } from '../support/to-iso.ts';
import type { ServiceDeps } from '../types.ts';

const statuses: Record<string, InvitationView['status']> = {
  pending: 'open',
  accepted: 'accepted',
  rejected: 'declined',
  canceled: 'cancelled',
};

/** An invitation for whoever holds its link: the id alone opens it. */
export async function getInvitation(
  deps: Pick<ServiceDeps, 'db' | 'clock'>,
  { id }: { id: string },
): Promise<InvitationView> {
  const row = await getInvitationRow(deps.db.orm, { id });
  if (!row) {
    throw new PatchbayError(
      'not_found',
      'There is no such invitation. Check that the link is complete, or ask for a new one.',
    );
  }
  const { organizationName, inviterName, email, role, expiresAt } = row;
  const status = statuses[row.status] ?? 'cancelled';
  const isExpired = status === 'open' && expiresAt.getTime() <= deps.clock.now();
  return {
    organizationName,
    invitedBy: inviterName,
    email,
    role: toRole(role ?? ''),
    status: isExpired ? 'expired' : status,
    expiresAt: toIso(expiresAt),
    hasAccount: await hasUserWithEmail(deps.db.orm, { email: email.toLowerCase() }),
  };
}
