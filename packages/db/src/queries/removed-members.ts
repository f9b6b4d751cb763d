import { and, eq, or, type SQL } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { removedMembers } from '../schema/removed-members.ts';

/** Somebody of an organization, known by account and by address. */
export interface PersonKey {
  organizationId: string;
  userId: string;
  email: string;
}

/** Notes that somebody was removed. */
export async function insertRemovedMember(tx: Executor, { organizationId, userId, email }: PersonKey): Promise<void> {
  await tx
    .insert(removedMembers)
    .values({ organizationId, userId, email: email.toLowerCase() })
    .onConflictDoUpdate({
      target: [removedMembers.organizationId, removedMembers.email],
      set: { userId, createdAt: new Date() },
    });
}

/** Whether somebody was removed and is not back, by account or address. */
export async function isRemovedMember(db: Executor, person: PersonKey): Promise<boolean> {
  const rows = await db.select({ email: removedMembers.email }).from(removedMembers).where(match(person));
  return rows.length > 0;
}

/** Forgets that somebody was removed: they are back. */
export async function deleteRemovedMember(tx: Executor, person: PersonKey): Promise<void> {
  await tx.delete(removedMembers).where(match(person));
}

function match({ organizationId, userId, email }: PersonKey): SQL | undefined {
  return and(
    eq(removedMembers.organizationId, organizationId),
    or(eq(removedMembers.userId, userId), eq(removedMembers.email, email.toLowerCase())),
  );
}
