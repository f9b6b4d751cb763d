import { and, desc, eq, lt } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { type Page, type PageParams, toPage } from '../page.ts';
import { type ApiKey, apiKeys } from '../schema/api-keys.ts';
import { members } from '../schema/members.ts';
import { type Organization, organizations } from '../schema/organizations.ts';
import { users } from '../schema/users.ts';

export interface MemberRow {
  id: string;
  userId: string;
  email: string;
  name: string;
  role: string;
  createdAt: Date;
}

const memberColumns = {
  id: members.id,
  userId: members.userId,
  email: users.email,
  name: users.name,
  role: members.role,
  createdAt: members.createdAt,
};

export async function getOrganization(db: Executor, params: { id: string }): Promise<Organization | null> {
  const [row] = await db.select().from(organizations).where(eq(organizations.id, params.id));
  return row ?? null;
}

/** Adds an organization with its first member, the owner. */
export async function insertOrganization(
  tx: Executor,
  params: { id: string; name: string; slug: string; owner?: { memberId: string; userId: string } | undefined },
): Promise<void> {
  await tx.insert(organizations).values({ id: params.id, name: params.name, slug: params.slug });
  if (params.owner) {
    const { memberId, userId } = params.owner;
    await tx.insert(members).values({ id: memberId, organizationId: params.id, userId, role: 'owner' });
  }
}

export async function getMember(
  db: Executor,
  params: { organizationId: string; userId: string },
): Promise<MemberRow | null> {
  const [row] = await db
    .select(memberColumns)
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.organizationId, params.organizationId), eq(members.userId, params.userId)));
  return row ?? null;
}

/** Who belongs to the organization, newest first. */
export async function listMembers(
  db: Executor,
  params: PageParams & { organizationId: string },
): Promise<Page<MemberRow>> {
  const rows = await db
    .select(memberColumns)
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(
        eq(members.organizationId, params.organizationId),
        params.after === undefined ? undefined : lt(members.id, params.after),
      ),
    )
    .orderBy(desc(members.id))
    .limit(params.limit + 1);
  return toPage(rows, params.limit, (row) => row.id);
}

/** The organization's API keys without the keys themselves, newest first. */
export async function listApiKeys(
  db: Executor,
  params: PageParams & { organizationId: string },
): Promise<Page<Omit<ApiKey, 'key'>>> {
  const rows = await db
    .select()
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.referenceId, params.organizationId),
        params.after === undefined ? undefined : lt(apiKeys.id, params.after),
      ),
    )
    .orderBy(desc(apiKeys.id))
    .limit(params.limit + 1);
  return toPage(
    rows.map(({ key: _key, ...row }) => row),
    params.limit,
    (row) => row.id,
  );
}

/** The organization's owners, locked: two who step down at the same time wait for each other. */
export async function lockOwners(tx: Executor, params: { organizationId: string }): Promise<{ userId: string }[]> {
  return tx
    .select({ userId: members.userId })
    .from(members)
    .where(and(eq(members.organizationId, params.organizationId), eq(members.role, 'owner')))
    .orderBy(members.id)
    .for('update');
}

/** Adds somebody to an organization; nothing when they belong to it. */
export async function insertMember(
  tx: Executor,
  params: { id: string; organizationId: string; userId: string; role: string },
): Promise<void> {
  await tx.insert(members).values(params).onConflictDoNothing();
}

/** Organizations a person belongs to. */
export async function listOrganizationsOf(db: Executor, params: { userId: string }): Promise<string[]> {
  const rows = await db
    .select({ organizationId: members.organizationId })
    .from(members)
    .where(eq(members.userId, params.userId));
  return rows.map(({ organizationId }) => organizationId);
}

export async function updateMemberRole(
  tx: Executor,
  params: { organizationId: string; userId: string; role: string },
): Promise<void> {
  await tx
    .update(members)
    .set({ role: params.role })
    .where(and(eq(members.organizationId, params.organizationId), eq(members.userId, params.userId)));
}

export async function deleteMember(tx: Executor, params: { organizationId: string; userId: string }): Promise<void> {
  await tx
    .delete(members)
    .where(and(eq(members.organizationId, params.organizationId), eq(members.userId, params.userId)));
}
