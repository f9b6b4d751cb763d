import { type Executor, getMember, lockOwners, type MemberRow } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import { isRoleAtLeast } from '../permissions.ts';
import type { Role, ServiceContext } from '../types.ts';
import { toRole } from './list.ts';

/** A member of the caller's organization; anybody else does not exist. */
export async function requireMember(
  tx: Executor,
  { actor }: ServiceContext,
  userId: string,
): Promise<MemberRow & { role: Role }> {
  const { organizationId } = actor;
  const member = await getMember(tx, { organizationId, userId });
  if (!member) throw new PatchbayError('not_found', 'There is no such member. They may have left already.');
  return { ...member, role: toRole(member.role) };
}

/** Refuses what would make, change or remove somebody above the caller. */
export function requireRank({ actor }: ServiceContext, role: Role): void {
  if (isRoleAtLeast(actor.role, role)) return;
  throw new PatchbayError(
    'forbidden',
    `Only an owner can do this for an ${role}, and your role is ${actor.role}. Ask an owner of the organization.`,
  );
}

/** Refuses to take the role or the place of the only owner. The owners stay locked until the transaction ends. */
export async function requireAnotherOwner(tx: Executor, { actor }: ServiceContext, userId: string): Promise<void> {
  const owners = await lockOwners(tx, { organizationId: actor.organizationId });
  if (owners.some((owner) => owner.userId !== userId)) return;
  throw new PatchbayError('conflict', 'This is the only owner of the organization. Make somebody else an owner first.');
}
