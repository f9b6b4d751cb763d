import { and, count, getTableName, gt, isNotNull, sql } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { runSql } from '../run-sql.ts';
import { credentialVersions } from '../schema/credential-versions.ts';
import { eventSubscriptions } from '../schema/event-subscriptions.ts';
import { oauthApps } from '../schema/oauth-apps.ts';
import { ssoProviders } from '../schema/sso-providers.ts';
import { webhookEndpoints } from '../schema/webhook-endpoints.ts';

/** Where sealed secrets stay: the column of the envelope and that of the key that sealed it. All tables have `id` and `organization_id`. */
const sealedColumns = {
  credential_versions: { table: credentialVersions, ...columnsOf(credentialVersions) },
  oauth_apps: { table: oauthApps, ...columnsOf(oauthApps) },
  sso_providers: { table: ssoProviders, ...columnsOf(ssoProviders) },
  event_subscriptions: { table: eventSubscriptions, ...columnsOf(eventSubscriptions) },
  /** The secret before, which signs too for a while. */
  'event_subscriptions.previous': {
    table: eventSubscriptions,
    envelope: eventSubscriptions.previousEnvelope,
    keyId: eventSubscriptions.previousKeyId,
    names: { envelope: 'previous_envelope', keyId: 'previous_key_id' },
  },
  webhook_endpoints: { table: webhookEndpoints, ...columnsOf(webhookEndpoints) },
  'webhook_endpoints.previous': {
    table: webhookEndpoints,
    envelope: webhookEndpoints.previousEnvelope,
    keyId: webhookEndpoints.previousKeyId,
    names: { envelope: 'previous_envelope', keyId: 'previous_key_id' },
  },
} as const;
/** A table, or the second envelope of one. */
export type SealedTable = keyof typeof sealedColumns;
export const sealedTableNames = Object.keys(sealedColumns) as SealedTable[];
/** Each as `table.column`. */
export const sealedColumnNames = Object.values(sealedColumns).map(
  ({ table, names }) => `${getTableName(table)}.${names.envelope}`,
);

function columnsOf<Envelope, KeyId>({ envelope, keyId }: { envelope: Envelope; keyId: KeyId }) {
  return { envelope, keyId, names: { envelope: 'envelope', keyId: 'key_id' } };
}

/** A sealed row, of whichever organization. For the keys of the whole installation, never for a caller. */
export interface SealedCredential {
  table: SealedTable;
  id: string;
  /** Null for what belongs to the whole installation. */
  organizationId: string | null;
  envelope: string;
  /** Of a connection's credentials. */
  connectionId: string | null;
  version: number | null;
}

/** Sealed rows of all organizations by id, after the one given. `exceptKeyId` leaves out what that key sealed. */
export async function listSealedCredentials(
  db: Executor,
  params: { table: SealedTable; after: string; exceptKeyId?: string | undefined; limit: number },
): Promise<SealedCredential[]> {
  const { table, envelope, keyId } = sealedColumns[params.table];
  const { id, organizationId } = table;
  const isCredential = table === credentialVersions;
  const rows = await db
    .select({
      ...{ id, organizationId, envelope },
      connectionId: isCredential ? credentialVersions.connectionId : sql<null>`null`,
      version: isCredential ? credentialVersions.version : sql<null>`null`,
    })
    .from(table)
    .where(
      and(
        gt(id, params.after),
        isNotNull(envelope),
        params.exceptKeyId === undefined ? undefined : sql`${keyId} is distinct from ${params.exceptKeyId}`,
      ),
    )
    .orderBy(id)
    .limit(params.limit);
  return rows.flatMap((row) =>
    row.envelope === null ? [] : [{ ...row, table: params.table, envelope: row.envelope }],
  );
}

/** How many sealed rows each key opens, in all organizations: key id → count. */
export async function countCredentialsByKey(db: Executor): Promise<Map<string, number>> {
  const totals = new Map<string, number>();
  for (const { table, envelope, keyId } of Object.values(sealedColumns)) {
    const rows = await db
      .select({ id: sql<string | null>`${keyId}`, total: count() })
      .from(table)
      .where(isNotNull(envelope))
      .groupBy(keyId);
    for (const { id, total } of rows) totals.set(id ?? '', (totals.get(id ?? '') ?? 0) + total);
  }
  return totals;
}

/** How many sealed rows another key than this one opens. */
export async function countCredentialsOfOtherKeys(db: Executor, params: { keyId: string }): Promise<number> {
  const byKey = await countCredentialsByKey(db);
  return [...byKey].reduce((sum, [keyId, total]) => (keyId === params.keyId ? sum : sum + total), 0);
}

/** The same secrets in another envelope. */
export interface EnvelopeChange {
  id: string;
  from: string;
  to: string;
}

/**
 * Puts new envelopes in the place of old ones and answers how many it did. One that was replaced or wiped meanwhile stays as it
 * is, and a row somebody else is writing is left out: nothing waits here, so nothing can deadlock.
 */
export async function replaceEnvelopes(
  db: Executor,
  params: { table: SealedTable; keyId: string; changes: readonly EnvelopeChange[] },
): Promise<number> {
  if (params.changes.length === 0) return 0;
  const { table, names } = sealedColumns[params.table];
  // The left side of `set` takes a bare name.
  const [envelope, keyId] = [sql.identifier(names.envelope), sql.identifier(names.keyId)];
  const rows = await runSql(
    db,
    sql`
    update ${table} set ${envelope} = ready.to_envelope, ${keyId} = ${params.keyId}
    from (
      select known.id as row_id, change.to_envelope
      from jsonb_to_recordset(${JSON.stringify(params.changes.map(({ id, from, to }) => ({ i: id, f: from, to_envelope: to })))}::jsonb)
        as change(i text, f text, to_envelope text)
      join ${table} known on known.id = change.i and known.${envelope} = change.f
      for update of known skip locked
    ) ready
    where id = ready.row_id
    returning id`,
  );
  return rows.length;
}
