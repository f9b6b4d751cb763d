import {
  and,
  asc,
  count,
  desc,
  eq,
  getTableColumns,
  gt,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  ne,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { type Page, type PageParams, toPage } from '../page.ts';
import { lockForTransaction, runSql, shareLockForTransaction } from '../run-sql.ts';
import { connections } from '../schema/connections.ts';
import { type Finding, type FindingSeverity, type FindingStatus, findings } from '../schema/findings.ts';
import { records } from '../schema/records.ts';
import { syncStates } from '../schema/sync-states.ts';
import { toStorableJson } from '../storable-json.ts';
import type { SyncKey } from './sync-states.ts';

export interface FindingKey {
  organizationId: string;
  id: string;
}

/** A finding with what its sync knows: when it last read everything to its end, ISO 8601. */
export type ListedFinding = Finding & { wholeAt: string | null };

export interface FindingFilters {
  organizationId: string;
  connectionId?: string | undefined;
  providerSlug?: string | undefined;
  severity?: FindingSeverity | undefined;
  status?: FindingStatus | undefined;
  /** Exact, or with `*` for any text. */
  rule?: string | undefined;
  resource?: string | undefined;
}

const listedColumns = {
  ...getTableColumns(findings),
  wholeAt: sql<string | null>`${syncStates.state} ->> 'wholeAt'`,
};

/** Newest first. Those of deleted connections are left out. */
export async function listFindings(db: Executor, params: FindingFilters & PageParams): Promise<Page<ListedFinding>> {
  const rows = await selectListed(db)
    .where(and(...filter(params), params.after === undefined ? undefined : lt(findings.id, params.after)))
    .orderBy(desc(findings.id))
    .limit(params.limit + 1);
  return toPage(rows, params.limit, (row) => row.id);
}

export async function getFinding(db: Executor, key: FindingKey): Promise<ListedFinding | null> {
  const [row] = await selectListed(db).where(
    and(...filter({ organizationId: key.organizationId }), eq(findings.id, key.id)),
  );
  return row ?? null;
}

/** The record a finding comes from; null when it is not there any more. */
export async function getFindingData(db: Executor, finding: Finding): Promise<Record<string, unknown> | null> {
  const [row] = await db
    .select({ data: records.data })
    .from(records)
    .where(
      and(
        eq(records.connectionId, finding.connectionId),
        eq(records.sync, finding.sync),
        eq(records.externalId, finding.externalId),
      ),
    );
  return row?.data ?? null;
}

export interface FindingCount {
  severity: FindingSeverity;
  status: FindingStatus;
  total: number;
}

export async function countFindings(db: Executor, params: FindingFilters): Promise<FindingCount[]> {
  return db
    .select({ severity: findings.severity, status: findings.status, total: count() })
    .from(findings)
    .innerJoin(connections, eq(connections.id, findings.connectionId))
    .where(and(...filter(params)))
    .groupBy(findings.severity, findings.status);
}

/** One finding, held until the transaction ends. */
export async function lockFinding(tx: Executor, key: FindingKey): Promise<Finding | null> {
  const [row] = await tx
    .select(getTableColumns(findings))
    .from(findings)
    .innerJoin(connections, eq(connections.id, findings.connectionId))
    .where(and(...filter({ organizationId: key.organizationId }), eq(findings.id, key.id)))
    .for('update', { of: findings });
  return row ?? null;
}

/** Exceptions change alone, and findings only while none of them does: so that no finding slips past an exception made meanwhile. */
export function lockExceptions(tx: Executor, { organizationId }: { organizationId: string }): Promise<void> {
  return lockForTransaction(tx, `finding-exceptions:${organizationId}`);
}
export function holdExceptions(tx: Executor, { organizationId }: { organizationId: string }): Promise<void> {
  return shareLockForTransaction(tx, `finding-exceptions:${organizationId}`);
}

interface RecordsOfSync extends Pick<SyncKey, 'connectionId' | 'sync'> {
  externalIds: readonly string[];
}

/** The findings of these records, held until the transaction ends. */
export async function lockFindingsOfRecords(tx: Executor, params: RecordsOfSync): Promise<Finding[]> {
  const ids = (await lookUp(tx, params)).map(({ id }) => id);
  if (ids.length === 0) return [];
  return tx.select().from(findings).where(inArray(findings.id, ids)).for('update');
}

/** Of these records those whose finding a person declared resolved: seeing them again is news although nothing changed. */
export async function listResolvedByPeople(tx: Executor, params: RecordsOfSync): Promise<string[]> {
  const rows = await lookUp(tx, params, sql`known.status = 'resolved' and known.status_changed_by is not null`);
  return rows.map(({ external_id }) => external_id);
}

/**
 * The join is lateral with a limit so that each finding is looked up by key. Without statistics, as in a first sync, the planner
 * otherwise reads all findings of the connection for every batch.
 */
async function lookUp(
  tx: Executor,
  { connectionId, sync, externalIds }: RecordsOfSync,
  condition: SQL = sql`true`,
): Promise<{ id: string; external_id: string }[]> {
  if (externalIds.length === 0) return [];
  return runSql(
    tx,
    sql`
    select known.id, known.external_id
    from (select jsonb_array_elements_text(${JSON.stringify(externalIds)}::jsonb) as external_id) input
    cross join lateral (
      select id, external_id, status, status_changed_by from ${findings}
      where connection_id = ${connectionId} and sync = ${sync} and external_id = input.external_id
      limit 1
    ) known
    where ${condition}`,
  );
}

/** Findings not resolved whose record is gone, at most `limit` after the key given, held until the transaction ends. */
export async function lockFindingsOfGoneRecords(
  tx: Executor,
  params: Pick<SyncKey, 'connectionId' | 'sync'> & { after: string; limit: number },
): Promise<Finding[]> {
  return tx
    .select(getTableColumns(findings))
    .from(findings)
    .innerJoin(
      records,
      and(
        eq(records.connectionId, findings.connectionId),
        eq(records.sync, findings.sync),
        eq(records.externalId, findings.externalId),
      ),
    )
    .where(
      and(
        eq(findings.connectionId, params.connectionId),
        eq(findings.sync, params.sync),
        gt(findings.externalId, params.after),
        ne(findings.status, 'resolved'),
        isNotNull(records.deletedAt),
      ),
    )
    .orderBy(asc(findings.externalId))
    .limit(params.limit)
    .for('update', { of: findings });
}

export interface LockFindingsParams extends FindingFilters {
  exceptionId?: string | undefined;
  /** The id of the last one seen. */
  after?: string | undefined;
  limit: number;
}

/** Findings by what they are, oldest first, held until the transaction ends. */
export async function lockFindings(tx: Executor, params: LockFindingsParams): Promise<Finding[]> {
  return tx
    .select(getTableColumns(findings))
    .from(findings)
    .innerJoin(connections, eq(connections.id, findings.connectionId))
    .where(
      and(
        ...filter(params),
        params.exceptionId === undefined ? undefined : eq(findings.exceptionId, params.exceptionId),
        params.after === undefined ? undefined : gt(findings.id, params.after),
      ),
    )
    .orderBy(asc(findings.id))
    .limit(params.limit)
    .for('update', { of: findings });
}

/** Organizations with findings that were ignored until now or earlier. */
export async function listDueOrganizations(db: Executor, { now }: { now: Date }): Promise<string[]> {
  const rows = await db
    .selectDistinct({ organizationId: findings.organizationId })
    .from(findings)
    .where(lte(findings.ignoredUntil, now));
  return rows.map(({ organizationId }) => organizationId);
}

/** Findings whose time of being ignored is over, held until the transaction ends; those another process holds are left to it. */
export async function lockDueFindings(
  tx: Executor,
  { organizationId, now, limit }: { organizationId: string; now: Date; limit: number },
): Promise<Finding[]> {
  return tx
    .select()
    .from(findings)
    .where(and(eq(findings.organizationId, organizationId), lte(findings.ignoredUntil, now)))
    .orderBy(asc(findings.id))
    .limit(limit)
    .for('update', { skipLocked: true });
}

/** A whole row, with the columns the database would fill in. */
export type FindingRow = Omit<Finding, 'createdAt' | 'updatedAt'>;

/** SQL types of the columns, by name in code. Text where it is not named. */
const types: Partial<Record<keyof FindingRow, string>> = {
  statusChangedAt: 'timestamptz',
  ignoredUntil: 'timestamptz',
  firstSeenAt: 'timestamptz',
  lastSeenAt: 'timestamptz',
  reopenedCount: 'integer',
};
const columns = (
  [
    'id',
    'organizationId',
    'connectionId',
    'providerSlug',
    'sync',
    'externalId',
    'title',
    'severity',
    'providerSeverity',
    'status',
    'statusReason',
    'statusChangedAt',
    'statusChangedBy',
    'ignoredUntil',
    'exceptionId',
    'rule',
    'resource',
    'url',
    'remediation',
    'firstSeenAt',
    'lastSeenAt',
    'reopenedCount',
  ] as const satisfies readonly (keyof FindingRow)[]
).map((key) => ({
  key,
  name: key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  type: types[key] ?? 'text',
}));
/** Said once, when the finding is made. */
const fixed = new Set([
  'id',
  'organization_id',
  'connection_id',
  'provider_slug',
  'sync',
  'external_id',
  'first_seen_at',
]);

/** Adds findings and rewrites those there are, in one statement. */
export async function saveFindings(tx: Executor, rows: readonly FindingRow[], { now }: { now: Date }): Promise<void> {
  if (rows.length === 0) return;
  const input = rows.map((row) => Object.fromEntries(columns.map(({ key, name }) => [name, row[key]])));
  const names = columns.map(({ name }) => name);
  const at = now.toISOString();
  await tx.execute(sql`
    insert into ${findings} (${sql.raw(names.join(', '))}, created_at, updated_at)
    select ${sql.raw(names.join(', '))}, ${at}::timestamptz, ${at}::timestamptz
    from jsonb_to_recordset(${toStorableJson(JSON.stringify(input))}::jsonb)
      as x(${sql.raw(columns.map(({ name, type }) => `${name} ${type}`).join(', '))})
    on conflict (connection_id, sync, external_id) do update set
      ${sql.raw(
        [...names.filter((name) => !fixed.has(name)), 'updated_at']
          .map((name) => `${name} = excluded.${name}`)
          .join(', '),
      )}`);
}

function selectListed(db: Executor) {
  return db
    .select(listedColumns)
    .from(findings)
    .innerJoin(connections, eq(connections.id, findings.connectionId))
    .leftJoin(syncStates, and(eq(syncStates.connectionId, findings.connectionId), eq(syncStates.sync, findings.sync)))
    .$dynamic();
}

function filter(params: FindingFilters): (SQL | undefined)[] {
  const { connectionId, providerSlug, severity, status, rule, resource } = params;
  return [
    eq(findings.organizationId, params.organizationId),
    isNull(connections.deletedAt),
    connectionId === undefined ? undefined : eq(findings.connectionId, connectionId),
    providerSlug === undefined ? undefined : eq(findings.providerSlug, providerSlug),
    severity === undefined ? undefined : eq(findings.severity, severity),
    status === undefined ? undefined : eq(findings.status, status),
    rule === undefined ? undefined : fits(findings.rule, rule),
    resource === undefined ? undefined : fits(findings.resource, resource),
  ];
}

/** Whether a text is the pattern, in which `*` stands for any text. No text at all fits only what takes any. */
function fits(column: typeof findings.rule | typeof findings.resource, pattern: string): SQL {
  if (!pattern.includes('*')) return sql`${column} = ${pattern}`;
  const like = pattern.replace(/[\\%_]/g, (sign) => `\\${sign}`).replaceAll('*', '%');
  return sql`coalesce(${column}, '') like ${like}`;
}
