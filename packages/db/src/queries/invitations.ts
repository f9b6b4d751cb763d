import { and, desc, eq, gt, lt, or, sql } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { type Page, type PageParams, toPage } from '../page.ts';
import { invitations } from '../schema/invitations.ts';
import { members } from '../schema/members.ts';
import { organizations } from '../schema/organizations.ts';
import { users } from '../schema/users.ts';

export interface InvitationRow {
  id: string;
  organizationId: string;
  email: string;
  role: string | null;
  status: string;
  inviterName: string;
  createdAt: Date;
  expiresAt: Date;
}

const invitationColumns = {
  id: invitations.id,
  organizationId: invitations.organizationId,
  email: invitations.email,
  role: invitations.role,
  status: invitations.status,
  inviterName: users.name,
  createdAt: invitations.createdAt,
  expiresAt: invitations.expiresAt,
};

/** Invitations that can still be accepted, newest first. Pages go by the time of making: ids are random. */
export async function listOpenInvitations(
  db: Executor,
  params: PageParams & { organizationId: string; now: Date },
): Promise<Page<InvitationRow>> {
  const rows = await db
    .select(invitationColumns)
    .from(invitations)
    .innerJoin(users, eq(users.id, invitations.inviterId))
    .where(
      and(
        eq(invitations.organizationId, params.organizationId),
        eq(invitations.status, 'pending'),
        gt(invitations.expiresAt, params.now),
        params.after === undefined ? undefined : lt(invitations.createdAt, new Date(params.after)),
      ),
    )
    .orderBy(desc(invitations.createdAt), desc(invitations.id))
    .limit(params.limit + 1);
  return toPage(rows, params.limit, (row) => row.createdAt.toISOString());
}

/** An invitation of whatever state, with the organization it leads to. */
export async function getInvitation(
  db: Executor,
  params: { id: string },
): Promise<(InvitationRow & { organizationName: string }) | null> {
  const [row] = await db
    .select({ ...invitationColumns, organizationName: organizations.name })
    .from(invitations)
    .innerJoin(users, eq(users.id, invitations.inviterId))
    .innerJoin(organizations, eq(organizations.id, invitations.organizationId))
    .where(eq(invitations.id, params.id));
  return row ?? null;
}

/** Keeps others from inviting into the organization until the transaction ends. */
export async function lockInvitations(tx: Executor, params: { organizationId: string }): Promise<void> {
  await tx
    .select({ id: organizations.id })
    .from(organizations)
    .where(eq(organizations.id, params.organizationId))
    .for('update');
}

export async function findOpenInvitation(
  db: Executor,
  params: { organizationId: string; email: string; now: Date },
): Promise<{ id: string; role: string | null } | null> {
  const [row] = await db
    .select({ id: invitations.id, role: invitations.role })
    .from(invitations)
    .where(
      and(
        eq(invitations.organizationId, params.organizationId),
        eq(invitations.email, params.email),
        eq(invitations.status, 'pending'),
        gt(invitations.expiresAt, params.now),
      ),
    );
  return row ?? null;
}

export async function insertInvitation(
  tx: Executor,
  params: {
    id: string;
    organizationId: string;
    email: string;
    role: string;
    inviterId: string;
    createdAt: Date;
    expiresAt: Date;
  },
): Promise<void> {
  await tx.insert(invitations).values({ ...params, status: 'pending' });
}

/** Notes that an open invitation was used. */
export async function acceptInvitation(tx: Executor, params: { organizationId: string; id: string }): Promise<void> {
  await tx
    .update(invitations)
    .set({ status: 'accepted' })
    .where(
      and(
        eq(invitations.organizationId, params.organizationId),
        eq(invitations.id, params.id),
        eq(invitations.status, 'pending'),
      ),
    );
}

/** Cancels an invitation; false when it was no longer open. */
export async function cancelInvitation(
  tx: Executor,
  params: { organizationId: string; id: string; now: Date },
): Promise<boolean> {
  const rows = await tx
    .update(invitations)
    .set({ status: 'canceled' })
    .where(
      and(
        eq(invitations.organizationId, params.organizationId),
        eq(invitations.id, params.id),
        eq(invitations.status, 'pending'),
        gt(invitations.expiresAt, params.now),
      ),
    )
    .returning({ id: invitations.id });
  return rows.length > 0;
}

/** Cancels what one person has invited, and what invites them, where nobody has answered. Answers with how many there were. */
export async function cancelInvitationsOf(
  tx: Executor,
  params: { organizationId: string; inviterId: string; email?: string },
): Promise<number> {
  const rows = await tx
    .update(invitations)
    .set({ status: 'canceled' })
    .where(
      and(
        eq(invitations.organizationId, params.organizationId),
        params.email === undefined
          ? eq(invitations.inviterId, params.inviterId)
          : or(eq(invitations.inviterId, params.inviterId), eq(invitations.email, params.email.toLowerCase())),
        eq(invitations.status, 'pending'),
      ),
    )
    .returning({ id: invitations.id });
  return rows.length;
}

export async function isMemberEmail(db: Executor, params: { organizationId: string; email: string }): Promise<boolean> {
  const rows = await db
    .select({ id: members.id })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.organizationId, params.organizationId), eq(sql`lower(${users.email})`, params.email)));
  return rows.length > 0;
}

export async function hasUserWithEmail(db: Executor, params: { email: string }): Promise<boolean> {
  const rows = await db
    .select({ id: users.id })
    .from(users)
    .where(eq(sql`lower(${users.email})`, params.email));
  return rows.length > 0;
}

/** Who stands for an act of a key: the owner who joined first. */
export async function findFirstOwner(
  db: Executor,
  params: { organizationId: string },
): Promise<{ userId: string; name: string } | null> {
  const [row] = await db
    .select({ userId: members.userId, name: users.name })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.organizationId, params.organizationId), eq(members.role, 'owner')))
    .orderBy(members.id)
    .limit(1);
  return row ?? null;
}
