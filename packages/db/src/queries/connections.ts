import { and, count, desc, eq, ilike, inArray, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { type Page, type PageParams, toPage } from '../page.ts';
import { type Connection, type ConnectionStatus, connections, type NewConnection } from '../schema/connections.ts';
import { credentialVersions } from '../schema/credential-versions.ts';

export interface ConnectionKey {
  organizationId: string;
  id: string;
}

/** The connection, or null when it is absent, deleted or another organization's. */
export async function getConnection(db: Executor, key: ConnectionKey): Promise<Connection | null> {
  const [row] = await db.select().from(connections).where(match(key));
  return row ?? null;
}

/** Like getConnection, and keeps others from changing it until the transaction ends. */
export async function lockConnection(tx: Executor, key: ConnectionKey): Promise<Connection | null> {
  const [row] = await tx.select().from(connections).where(match(key)).for('no key update');
  return row ?? null;
}

/** Connections of one account at a provider, made with the same method; the oldest first. */
export async function findSameAccount(
  db: Executor,
  params: { organizationId: string; providerSlug: string; authMethod: string; accountId: string },
): Promise<Connection[]> {
  return db
    .select()
    .from(connections)
    .where(
      and(
        eq(connections.organizationId, params.organizationId),
        eq(connections.providerSlug, params.providerSlug),
        eq(connections.authMethod, params.authMethod),
        eq(connections.accountId, params.accountId),
        isNull(connections.deletedAt),
      ),
    )
    .orderBy(connections.id);
}

export interface ListConnectionsParams extends PageParams {
  organizationId: string;
  providerSlug?: string | undefined;
  status?: ConnectionStatus | undefined;
  /** Only those that are not disconnected. */
  isConnected?: boolean | undefined;
  authMethod?: string | undefined;
  /** Only those a person should look at: in error, or in use while their health or their last sync is not as it should be. */
  needsAttention?: boolean | undefined;
  /** Only those this person or key made. */
  createdBy?: string | undefined;
  /** Only those whose current credentials hold this field, and that are not disconnected. */
  credentialField?: string | undefined;
  /** Part of the name or provider, any case. */
  search?: string | undefined;
}

/** Newest first. */
const needsAttention = or(
  eq(connections.status, 'error'),
  and(
    inArray(connections.status, ['pending', 'active']),
    or(
      inArray(connections.healthStatus, ['degraded', 'unhealthy']),
      inArray(connections.lastSyncStatus, ['partial', 'error']),
    ),
  ),
);

export async function listConnections(db: Executor, params: ListConnectionsParams): Promise<Page<Connection>> {
  const filters: (SQL | undefined)[] = [
    eq(connections.organizationId, params.organizationId),
    isNull(connections.deletedAt),
    params.after === undefined ? undefined : lt(connections.id, params.after),
    params.providerSlug === undefined ? undefined : eq(connections.providerSlug, params.providerSlug),
    params.status === undefined ? undefined : eq(connections.status, params.status),
    params.isConnected ? ne(connections.status, 'disconnected') : undefined,
    params.authMethod === undefined ? undefined : eq(connections.authMethod, params.authMethod),
    params.needsAttention ? needsAttention : undefined,
    params.createdBy === undefined ? undefined : eq(connections.createdBy, params.createdBy),
    params.credentialField === undefined ? undefined : holdsCredential(params.credentialField),
    params.search ? searchFor(params.search) : undefined,
  ];
  const rows = await db
    .select()
    .from(connections)
    .where(and(...filters))
    .orderBy(desc(connections.id))
    .limit(params.limit + 1);
  return toPage(rows, params.limit, (row) => row.id);
}

function holdsCredential(name: string): SQL {
  const held = JSON.stringify([{ name, isSet: true }]);
  return sql`${connections.status} <> 'disconnected' and ${held}::jsonb <@ (
    select ${credentialVersions.fields} from ${credentialVersions}
    where ${credentialVersions.connectionId} = ${connections.id}
    order by ${credentialVersions.version} desc limit 1)`;
}

/** How many connections there are of each provider: slug → count. */
export async function countConnectionsByProvider(
  db: Executor,
  params: { organizationId: string },
): Promise<Map<string, number>> {
  const rows = await db
    .select({ slug: connections.providerSlug, total: count() })
    .from(connections)
    .where(and(eq(connections.organizationId, params.organizationId), isNull(connections.deletedAt)))
    .groupBy(connections.providerSlug);
  return new Map(rows.map((row) => [row.slug, row.total]));
}

/** How many connections are in each status and health, for the overview. */
export async function countConnectionsByStatus(
  db: Executor,
  params: { organizationId: string },
): Promise<{ status: ConnectionStatus; healthStatus: Connection['healthStatus']; total: number }[]> {
  return db
    .select({ status: connections.status, healthStatus: connections.healthStatus, total: count() })
    .from(connections)
    .where(and(eq(connections.organizationId, params.organizationId), isNull(connections.deletedAt)))
    .groupBy(connections.status, connections.healthStatus);
}

export async function insertConnection(db: Executor, values: NewConnection): Promise<Connection> {
  const [row] = await db.insert(connections).values(values).returning();
  if (!row) throw new Error('insert into connections returned nothing');
  return row;
}

export type ConnectionChanges = Partial<Omit<Connection, 'id' | 'organizationId' | 'createdAt' | 'createdBy'>>;

/** Sets the given columns; answers with the whole row, or null when there is none. */
export async function updateConnection(
  db: Executor,
  params: ConnectionKey & { changes: ConnectionChanges },
): Promise<Connection | null> {
  const [row] = await db.update(connections).set(params.changes).where(match(params)).returning();
  return row ?? null;
}

/** Remembers when providers last answered, many connections in one statement. */
export async function touchConnections(
  db: Executor,
  params: { organizationId: string; ids: string[]; lastSeenAt: Date },
): Promise<void> {
  if (params.ids.length === 0) return;
  const at = params.lastSeenAt.toISOString();
  await db.execute(sql`
    update ${connections} set last_seen_at = ${at}::timestamptz
    where id in ${params.ids} and organization_id = ${params.organizationId}
      and (last_seen_at is null or last_seen_at < ${at}::timestamptz)`);
}

/** Hides the connection and keeps its runs and records. False when there is none. */
export async function markConnectionDeleted(db: Executor, params: ConnectionKey & { now: Date }): Promise<boolean> {
  const rows = await db
    .update(connections)
    .set({ status: 'disconnected', deletedAt: params.now })
    .where(match(params))
    .returning({ id: connections.id });
  return rows.length > 0;
}

/** Removes the connection with its credentials, runs, sync states and records. False when there is none. */
export async function purgeConnection(db: Executor, key: ConnectionKey): Promise<boolean> {
  const rows = await db.delete(connections).where(match(key)).returning({ id: connections.id });
  return rows.length > 0;
}

function match(key: ConnectionKey): SQL | undefined {
  return and(
    eq(connections.organizationId, key.organizationId),
    eq(connections.id, key.id),
    isNull(connections.deletedAt),
  );
}

function searchFor(text: string): SQL | undefined {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  return or(ilike(connections.name, pattern), ilike(connections.providerSlug, pattern));
}
