import { and, desc, eq, getTableColumns, isNull, lt, lte, sql } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { connections } from '../schema/connections.ts';
import {
  type CredentialVersion,
  credentialVersions,
  type NewCredentialVersion,
} from '../schema/credential-versions.ts';
import { lockConnection } from './connections.ts';

/** How many versions of a connection's credentials are kept. */
export const keptCredentialVersions = 5;

export interface CredentialKey {
  organizationId: string;
  connectionId: string;
}

/** The current version, or null. */
export async function getCurrentCredential(db: Executor, key: CredentialKey): Promise<CredentialVersion | null> {
  const [row] = await db
    .select()
    .from(credentialVersions)
    .where(match(key))
    .orderBy(desc(credentialVersions.version))
    .limit(1);
  return row ?? null;
}

/** The current version of each of many connections: connection id → version. */
export async function getCurrentCredentials(
  db: Executor,
  params: { organizationId: string; connectionIds: string[] },
): Promise<Map<string, CredentialVersion>> {
  if (params.connectionIds.length === 0) return new Map();
  const rows = await db
    .selectDistinctOn([credentialVersions.connectionId])
    .from(credentialVersions)
    .where(
      and(
        eq(credentialVersions.organizationId, params.organizationId),
        sql`${credentialVersions.connectionId} in ${params.connectionIds}`,
      ),
    )
    .orderBy(credentialVersions.connectionId, desc(credentialVersions.version));
  return new Map(rows.map((row) => [row.connectionId, row]));
}

/** The current versions of all connections to one provider that sign in by one method. */
export async function listCurrentCredentialsOf(
  db: Executor,
  params: { organizationId: string; providerSlug: string; authMethod: string },
): Promise<CredentialVersion[]> {
  const rows = await db
    .selectDistinctOn([credentialVersions.connectionId], getTableColumns(credentialVersions))
    .from(credentialVersions)
    .innerJoin(connections, eq(connections.id, credentialVersions.connectionId))
    .where(
      and(
        eq(credentialVersions.organizationId, params.organizationId),
        eq(connections.organizationId, params.organizationId),
        eq(connections.providerSlug, params.providerSlug),
        isNull(connections.deletedAt),
      ),
    )
    .orderBy(credentialVersions.connectionId, desc(credentialVersions.version));
  return rows.filter(({ authMethod }) => authMethod === params.authMethod);
}

/** The kept versions, newest first. */
export async function listCredentialVersions(db: Executor, key: CredentialKey): Promise<CredentialVersion[]> {
  return db.select().from(credentialVersions).where(match(key)).orderBy(desc(credentialVersions.version));
}

/**
 * The number the next version will have, which belongs into the AAD before sealing. Locks the connection until the
 * transaction ends, so that two rotations take different numbers. Null when the connection does not exist.
 */
export async function reserveCredentialVersion(tx: Executor, key: CredentialKey): Promise<number | null> {
  const connection = await lockConnection(tx, { organizationId: key.organizationId, id: key.connectionId });
  if (connection === null) return null;
  const current = await getCurrentCredential(tx, key);
  return (current?.version ?? 0) + 1;
}

/** Adds a version and drops those beyond the last five. */
export async function insertCredentialVersion(tx: Executor, values: NewCredentialVersion): Promise<CredentialVersion> {
  const [row] = await tx.insert(credentialVersions).values(values).returning();
  if (!row) throw new Error('insert into credential_versions returned nothing');
  await tx
    .delete(credentialVersions)
    .where(and(match(row), lte(credentialVersions.version, row.version - keptCredentialVersions)));
  return row;
}

/** Wipes the secrets of the versions before this one and keeps what is known about them. */
export async function wipeOlderCredentials(tx: Executor, params: CredentialKey & { version: number }): Promise<void> {
  await tx
    .update(credentialVersions)
    .set({ envelope: null, keyId: null, authRefs: {} })
    .where(and(match(params), lt(credentialVersions.version, params.version)));
}

/** Wipes all secrets of a connection. Answers how many versions there were. */
export async function deleteCredentialVersions(db: Executor, key: CredentialKey): Promise<number> {
  const rows = await db.delete(credentialVersions).where(match(key)).returning({ id: credentialVersions.id });
  return rows.length;
}

/** Remembers when credentials were last used, many in one statement. Keep such writes off the hot path: batch them. */
export async function touchCredentials(
  db: Executor,
  params: { organizationId: string; ids: string[]; lastUsedAt: Date },
): Promise<void> {
  if (params.ids.length === 0) return;
  await db
    .update(credentialVersions)
    .set({ lastUsedAt: params.lastUsedAt })
    .where(
      and(eq(credentialVersions.organizationId, params.organizationId), sql`${credentialVersions.id} in ${params.ids}`),
    );
}

function match(key: CredentialKey) {
  return and(
    eq(credentialVersions.organizationId, key.organizationId),
    eq(credentialVersions.connectionId, key.connectionId),
  );
}
