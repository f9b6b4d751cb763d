import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { runSql } from '../run-sql.ts';
import { connections } from '../schema/connections.ts';
import { type CredentialVersion, credentialVersions } from '../schema/credential-versions.ts';

export interface RefreshKey {
  organizationId: string;
  id: string;
  /** The refresh is of these tokens and no others. */
  revision: number;
}

/** One version by its id, or null. */
export async function getCredentialVersion(
  db: Executor,
  key: { organizationId: string; id: string },
): Promise<CredentialVersion | null> {
  const [row] = await db.select().from(credentialVersions).where(matchId(key));
  return row ?? null;
}

/** Takes the right to refresh when nobody has it. False when somebody does, or the tokens are new already. Times are the database's. */
export async function acquireRefreshLease(
  db: Executor,
  params: RefreshKey & { owner: string; ttlMs: number },
): Promise<boolean> {
  const rows = await db
    .update(credentialVersions)
    .set({ refreshLeaseOwner: params.owner, refreshLeaseUntil: until(params.ttlMs) })
    .where(
      and(
        match(params),
        isNotNull(credentialVersions.envelope),
        sql`(${credentialVersions.refreshLeaseUntil} is null or ${credentialVersions.refreshLeaseUntil} < clock_timestamp())`,
      ),
    )
    .returning({ id: credentialVersions.id });
  return rows.length > 0;
}

/** Keeps others waiting while the provider takes its time. False when the lease was lost. */
export async function renewRefreshLease(
  db: Executor,
  params: RefreshKey & { owner: string; ttlMs: number },
): Promise<boolean> {
  const rows = await db
    .update(credentialVersions)
    .set({ refreshLeaseUntil: until(params.ttlMs) })
    .where(and(match(params), eq(credentialVersions.refreshLeaseOwner, params.owner)))
    .returning({ id: credentialVersions.id });
  return rows.length > 0;
}

/** Lets others try; nothing when the lease was lost. */
export async function releaseRefreshLease(db: Executor, params: RefreshKey & { owner: string }): Promise<void> {
  await db
    .update(credentialVersions)
    .set({ refreshLeaseOwner: null, refreshLeaseUntil: null })
    .where(and(match(params), eq(credentialVersions.refreshLeaseOwner, params.owner)));
}

/** Ends every lease, of all organizations. For a process that knows that no other is left. */
export async function releaseAllRefreshLeases(db: Executor): Promise<void> {
  await db
    .update(credentialVersions)
    .set({ refreshLeaseOwner: null, refreshLeaseUntil: null })
    .where(isNotNull(credentialVersions.refreshLeaseOwner));
}

export type RefreshedValues = Pick<
  CredentialVersion,
  'envelope' | 'keyId' | 'expiresAt' | 'isRefreshable' | 'refreshedAt' | 'grantedScopes' | 'fields'
>;

/**
 * Puts new tokens in the place of those they were made from, and of no others: whoever comes late is told so by null. Not the lease
 * but the revision decides, so that tokens are stored even when the lease ran out before the provider answered.
 */
export async function saveRefreshedCredential(
  db: Executor,
  params: RefreshKey & { values: Partial<RefreshedValues> },
): Promise<CredentialVersion | null> {
  const [row] = await db
    .update(credentialVersions)
    .set({
      ...params.values,
      revision: params.revision + 1,
      refreshLeaseOwner: null,
      refreshLeaseUntil: null,
    })
    .where(and(match(params), isNotNull(credentialVersions.envelope)))
    .returning();
  return row ?? null;
}

export interface DueCredential {
  organizationId: string;
  connectionId: string;
}

/** Connections whose current tokens end before the given moment and can be refreshed, or have ended and cannot; those due first come first. */
export async function listDueCredentials(
  db: Executor,
  params: { before: Date; now: Date; limit: number },
): Promise<DueCredential[]> {
  const rows = await runSql<{ organization_id: string; connection_id: string }>(
    db,
    sql`
    select newest.organization_id, newest.connection_id
    from (
      select distinct on (connection_id) connection_id, organization_id, expires_at, is_refreshable, oauth_client_id
      from ${credentialVersions}
      where connection_id in (
        select connection_id from ${credentialVersions} where expires_at < ${params.before.toISOString()}::timestamptz
      )
      order by connection_id, version desc
    ) newest
    join ${connections} connection on connection.id = newest.connection_id
    where connection.deleted_at is null and connection.status <> 'disconnected' and connection.status_code is null
      and newest.oauth_client_id is not null
      and ((newest.is_refreshable and newest.expires_at < ${params.before.toISOString()}::timestamptz)
        or (not newest.is_refreshable and newest.expires_at < ${params.now.toISOString()}::timestamptz))
    order by newest.expires_at
    limit ${params.limit}`,
  );
  return rows.map((row) => ({ organizationId: row.organization_id, connectionId: row.connection_id }));
}

function until(ttlMs: number) {
  return sql`clock_timestamp() + ${ttlMs}::float8 * interval '1 millisecond'`;
}

function matchId(key: { organizationId: string; id: string }) {
  return and(eq(credentialVersions.organizationId, key.organizationId), eq(credentialVersions.id, key.id));
}

function match(key: RefreshKey) {
  return and(matchId(key), eq(credentialVersions.revision, key.revision));
}
