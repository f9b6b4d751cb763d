import { and, desc, eq, inArray } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { accounts } from '../schema/accounts.ts';
import { sessions } from '../schema/sessions.ts';
import { type SsoProvider, ssoProviders } from '../schema/sso-providers.ts';

export type NewSsoProvider = typeof ssoProviders.$inferInsert;

export interface SsoProviderKey {
  organizationId: string;
  id: string;
}

/** Newest first. */
export async function listSsoProviders(db: Executor, params: { organizationId: string }): Promise<SsoProvider[]> {
  return db
    .select()
    .from(ssoProviders)
    .where(eq(ssoProviders.organizationId, params.organizationId))
    .orderBy(desc(ssoProviders.id));
}

export async function getSsoProvider(db: Executor, key: SsoProviderKey): Promise<SsoProvider | null> {
  const [row] = await db.select().from(ssoProviders).where(match(key));
  return row ?? null;
}

/** Like getSsoProvider, and keeps others from changing it until the transaction ends. */
export async function lockSsoProvider(tx: Executor, key: SsoProviderKey): Promise<SsoProvider | null> {
  const [row] = await tx.select().from(ssoProviders).where(match(key)).for('update');
  return row ?? null;
}

/** The provider a domain is proven for, of whichever organization. For people who are not signed in yet. */
export async function findSsoProviderByDomain(db: Executor, params: { domain: string }): Promise<SsoProvider | null> {
  const [row] = await db
    .select()
    .from(ssoProviders)
    .where(and(eq(ssoProviders.domain, params.domain), eq(ssoProviders.domainVerified, true)));
  return row ?? null;
}

/** A provider by the id that stands in its addresses, of whichever organization. */
export async function findSsoProviderById(db: Executor, params: { id: string }): Promise<SsoProvider | null> {
  const [row] = await db.select().from(ssoProviders).where(eq(ssoProviders.id, params.id));
  return row ?? null;
}

export async function insertSsoProvider(tx: Executor, values: NewSsoProvider): Promise<SsoProvider> {
  const [row] = await tx.insert(ssoProviders).values(values).returning();
  if (!row) throw new Error('insert into sso_providers returned nothing');
  return row;
}

export async function updateSsoProvider(
  tx: Executor,
  params: SsoProviderKey & { changes: Partial<Omit<SsoProvider, 'id' | 'organizationId' | 'createdAt'>> },
): Promise<SsoProvider | null> {
  const [row] = await tx.update(ssoProviders).set(params.changes).where(match(params)).returning();
  return row ?? null;
}

export async function deleteSsoProvider(tx: Executor, key: SsoProviderKey): Promise<void> {
  await tx.delete(ssoProviders).where(match(key));
}

/** Ends the sessions a provider opened, and forgets who is who at it. Answers how many people it was. */
export async function forgetSsoSignIns(tx: Executor, { organizationId, id }: SsoProviderKey): Promise<number> {
  const known = await tx.delete(accounts).where(eq(accounts.providerId, id)).returning({ userId: accounts.userId });
  const people = [...new Set(known.map(({ userId }) => userId))];
  if (people.length > 0) {
    await tx
      .delete(sessions)
      .where(and(eq(sessions.ssoOrganizationId, organizationId), inArray(sessions.userId, people)));
  }
  return people.length;
}

function match(key: SsoProviderKey) {
  return and(eq(ssoProviders.organizationId, key.organizationId), eq(ssoProviders.id, key.id));
}
