import { and, asc, eq, isNull, or } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { type OauthApp, oauthApps } from '../schema/oauth-apps.ts';
import { organizations } from '../schema/organizations.ts';

export interface OauthAppKey {
  /** Null names the platform's app, which serves every organization without its own. */
  organizationId: string | null;
  providerSlug: string;
}

export type OauthAppValues = Pick<
  OauthApp,
  'id' | 'clientId' | 'envelope' | 'keyId' | 'scopes' | 'settings' | 'createdBy'
>;

export async function getOauthApp(db: Executor, key: OauthAppKey): Promise<OauthApp | null> {
  const [row] = await db.select().from(oauthApps).where(match(key));
  return row ?? null;
}

/** Apps an organization may use: its own and the platform's. */
export async function listOauthApps(db: Executor, params: { organizationId: string }): Promise<OauthApp[]> {
  return db
    .select()
    .from(oauthApps)
    .where(or(eq(oauthApps.organizationId, params.organizationId), isNull(oauthApps.organizationId)))
    .orderBy(asc(oauthApps.providerSlug), asc(oauthApps.id));
}

/** Like getOauthApp, and keeps others from changing it until the transaction ends. */
export async function lockOauthApp(tx: Executor, key: OauthAppKey): Promise<OauthApp | null> {
  const [row] = await tx.select().from(oauthApps).where(match(key)).for('update');
  return row ?? null;
}

/** Makes the app, or puts the new values in the place of those of the same id. */
export async function saveOauthApp(tx: Executor, key: OauthAppKey, values: OauthAppValues): Promise<OauthApp> {
  const { id, createdBy, ...changes } = values;
  const [row] = await tx
    .insert(oauthApps)
    .values({ ...key, ...values })
    .onConflictDoUpdate({ target: oauthApps.id, set: { ...changes, updatedAt: new Date() } })
    .returning();
  if (!row) throw new Error('insert into oauth_apps returned nothing');
  return row;
}

/** False when there is none. */
export async function deleteOauthApp(tx: Executor, key: OauthAppKey): Promise<boolean> {
  const rows = await tx.delete(oauthApps).where(match(key)).returning({ id: oauthApps.id });
  return rows.length > 0;
}

/** The organization made first: its owners run the installation. Null before the setup. */
export async function getFirstOrganizationId(db: Executor): Promise<string | null> {
  const [row] = await db
    .select({ id: organizations.id })
    .from(organizations)
    .orderBy(asc(organizations.createdAt), asc(organizations.id))
    .limit(1);
  return row?.id ?? null;
}

function match({ organizationId, providerSlug }: OauthAppKey) {
  return and(
    organizationId === null ? isNull(oauthApps.organizationId) : eq(oauthApps.organizationId, organizationId),
    eq(oauthApps.providerSlug, providerSlug),
  );
}
