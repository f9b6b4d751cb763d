import { and, desc, eq, getTableColumns, gte, ilike, inArray, lt, ne, or, type SQL, sql } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { type Page, type PageParams, toPage } from '../page.ts';
import { runSql } from '../run-sql.ts';
import {
  type NewWebhookDelivery,
  type WebhookDelivery,
  type WebhookDeliveryStatus,
  type WebhookOutcome,
  webhookDeliveries,
} from '../schema/webhook-deliveries.ts';
import { toStorableJson } from '../storable-json.ts';

export interface WebhookDeliveryKey {
  organizationId: string;
  id: string;
}

/** A delivery without its body, which may be large. */
export type WebhookDeliverySummary = Omit<WebhookDelivery, 'body'> & { bodyBytes: number };

const { body: _body, ...otherColumns } = getTableColumns(webhookDeliveries);
const summaryColumns = { ...otherColumns, bodyBytes: sql<number>`length(${webhookDeliveries.body})`.mapWith(Number) };

/**
 * Stores deliveries, many in one statement. Gives the ids of those that were not there yet; of the others nothing is written. However
 * many they are, the statement is the same and has one parameter: a value each would take most of the time.
 */
export async function insertWebhookDeliveries(
  db: Executor,
  rows: readonly NewWebhookDelivery[],
): Promise<ReadonlySet<string>> {
  if (rows.length === 0) return new Set();
  const stored = await runSql<{ id: string }>(
    db,
    sql`
    insert into ${webhookDeliveries} (id, organization_id, connection_id, endpoint_id, provider_slug, dedupe_key, delivery_id, event,
      action, tenant, body_hash, body, content_type, headers, query, is_hint, signed_at, received_at, status, next_attempt_at,
      handled_at, outcome)
    select id, organization, connection, endpoint, provider, dedupe, delivery, event,
      action, tenant, hash, decode(body, 'base64'), content, headers, query, hint, signed, received, status, next, handled, outcome
    from jsonb_to_recordset(${toStorableJson(JSON.stringify(rows.map(toInsert)))}::text::jsonb)
      as given(id text, organization text, connection text, endpoint text, provider text, dedupe text, delivery text, event text,
        action text, tenant text, hash text, body text, content text, headers jsonb, query text, hint boolean, signed timestamptz,
        received timestamptz, status text, next timestamptz, handled timestamptz, outcome jsonb)
    on conflict (endpoint_id, dedupe_key) do nothing
    returning id`,
  );
  return new Set(stored.map(({ id }) => id));
}

function toInsert(row: NewWebhookDelivery) {
  const { buffer, byteOffset, byteLength } = row.body;
  return {
    id: row.id,
    organization: row.organizationId,
    connection: row.connectionId,
    endpoint: row.endpointId,
    provider: row.providerSlug,
    dedupe: row.dedupeKey,
    delivery: row.deliveryId,
    event: row.event,
    action: row.action,
    tenant: row.tenant,
    hash: row.bodyHash,
    body: Buffer.from(buffer, byteOffset, byteLength).toString('base64'),
    content: row.contentType,
    headers: row.headers,
    query: row.query ?? '',
    hint: row.isHint ?? false,
    signed: row.signedAt,
    received: row.receivedAt,
    status: row.status ?? 'received',
    next: row.nextAttemptAt,
    handled: row.handledAt,
    outcome: row.outcome,
  };
}

export interface ListWebhookDeliveriesParams extends PageParams {
  organizationId: string;
  connectionId?: string | undefined;
  endpointId?: string | undefined;
  status?: WebhookDeliveryStatus | undefined;
  event?: string | undefined;
  /** Part of the event, of the provider's id, of the tenant, or of the body. */
  search?: string | undefined;
}

/** Newest first. */
export async function listWebhookDeliveries(
  db: Executor,
  params: ListWebhookDeliveriesParams,
): Promise<Page<WebhookDeliverySummary>> {
  const { connectionId, endpointId, status, event, search, after } = params;
  const rows = await db
    .select(summaryColumns)
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookDeliveries.organizationId, params.organizationId),
        connectionId === undefined ? undefined : eq(webhookDeliveries.connectionId, connectionId),
        endpointId === undefined ? undefined : eq(webhookDeliveries.endpointId, endpointId),
        status === undefined ? undefined : eq(webhookDeliveries.status, status),
        event === undefined ? undefined : eq(webhookDeliveries.event, event),
        search ? contains(search) : undefined,
        after === undefined ? undefined : lt(webhookDeliveries.id, after),
      ),
    )
    .orderBy(desc(webhookDeliveries.id))
    .limit(params.limit + 1);
  return toPage(rows, params.limit, (row) => row.id);
}

function contains(search: string): SQL | undefined {
  const pattern = `%${search.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
  return or(
    ilike(webhookDeliveries.event, pattern),
    ilike(webhookDeliveries.deliveryId, pattern),
    ilike(webhookDeliveries.tenant, pattern),
    // Bytes as they are: what is not text is found by what of it is.
    sql`position(convert_to(${search}::text, 'UTF8') in ${webhookDeliveries.body}) > 0`,
  );
}

export async function getWebhookDelivery(db: Executor, key: WebhookDeliveryKey): Promise<WebhookDelivery | null> {
  const [row] = await db.select().from(webhookDeliveries).where(match(key));
  return row ?? null;
}

/** Whether anything that proved itself is stored for the endpoint. */
export async function hasWebhookDeliveries(db: Executor, params: { endpointId: string }): Promise<boolean> {
  const [row] = await db
    .select({ id: webhookDeliveries.id })
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.endpointId, params.endpointId))
    .limit(1);
  return row !== undefined;
}

/** Whether the endpoint had the same body before, under another id. */
export async function hasEarlierBody(
  db: Executor,
  params: { endpointId: string; id: string; bodyHash: string; since: Date },
): Promise<boolean> {
  const [row] = await db
    .select({ id: webhookDeliveries.id })
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookDeliveries.endpointId, params.endpointId),
        lt(webhookDeliveries.id, params.id),
        gte(webhookDeliveries.receivedAt, params.since),
        eq(webhookDeliveries.bodyHash, params.bodyHash),
      ),
    )
    .limit(1);
  return row !== undefined;
}

/**
 * Takes deliveries that are to be handled, in the order they came, for this worker alone until `until`: whoever dies with one gives it
 * up by then. Others' rows are stepped over and not waited for.
 */
export async function claimWebhookDeliveries(
  tx: Executor,
  params: { now: Date; until: Date; limit: number },
): Promise<WebhookDelivery[]> {
  const now = params.now.toISOString();
  const claimed = await runSql<{ id: string }>(
    tx,
    sql`
    update ${webhookDeliveries} set claimed_until = ${params.until.toISOString()}::timestamptz, attempt_count = attempt_count + 1
    from (
      select id as due_id from ${webhookDeliveries}
      where status = 'received' and next_attempt_at <= ${now}::timestamptz
        and (claimed_until is null or claimed_until <= ${now}::timestamptz)
      order by next_attempt_at, id
      limit ${params.limit}
      for update skip locked
    ) due
    where id = due.due_id
    returning id`,
  );
  if (claimed.length === 0) return [];
  // One text for any number, so that it is prepared once.
  const ids = JSON.stringify(claimed.map(({ id }) => id));
  return tx
    .select()
    .from(webhookDeliveries)
    .where(sql`${webhookDeliveries.id} in (select jsonb_array_elements_text(${ids}::jsonb))`)
    .orderBy(webhookDeliveries.id);
}

/** What came of handling a delivery. */
export interface WebhookDeliveryEnd extends WebhookDeliveryKey {
  claimedUntil: Date;
  status: Exclude<WebhookDeliveryStatus, 'received'>;
  outcome: WebhookOutcome | null;
  error: string | null;
}

/** Keeps what came of handling deliveries, many in one statement. Gives the ids of those that were still this worker's; the others stay. */
export async function finishWebhookDeliveries(
  tx: Executor,
  { ends, now }: { ends: readonly WebhookDeliveryEnd[]; now: Date },
): Promise<ReadonlySet<string>> {
  if (ends.length === 0) return new Set();
  const values = ends.map(({ id, organizationId, claimedUntil, status, outcome, error }) => ({
    ...{ i: id, o: organizationId, c: claimedUntil.toISOString(), s: status, r: outcome, e: error },
  }));
  const rows = await runSql<{ id: string }>(
    tx,
    sql`
    update ${webhookDeliveries} set status = ended.s, outcome = ended.r, error = ended.e,
      next_attempt_at = null, claimed_until = null, handled_at = ${now.toISOString()}::timestamptz
    from jsonb_to_recordset(${toStorableJson(JSON.stringify(values))}::text::jsonb)
      as ended(i text, o text, c timestamptz, s text, r jsonb, e text)
    where id = ended.i and organization_id = ended.o and claimed_until = ended.c
    returning id`,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Has a delivery handled once more. Null when there is none, or when it is being handled now. */
export async function requeueWebhookDelivery(
  db: Executor,
  params: WebhookDeliveryKey & { now: Date },
): Promise<WebhookDeliverySummary | null> {
  const [row] = await db
    .update(webhookDeliveries)
    .set({ status: 'received', nextAttemptAt: params.now, attemptCount: 0, error: null, handledAt: null })
    .where(and(match(params), ne(webhookDeliveries.status, 'received')))
    .returning(summaryColumns);
  return row ?? null;
}

/** How many wait to be handled, and since when, of all organizations. */
export async function getWebhookBacklog(db: Executor): Promise<{ waiting: number; oldestAt: Date | null }> {
  const rows = await runSql<{ waiting: number; oldest: string | Date | null }>(
    db,
    sql`select count(*)::int as waiting, min(received_at) as oldest from ${webhookDeliveries} where status = 'received'`,
  );
  const { waiting = 0, oldest = null } = rows[0] ?? {};
  return { waiting: Number(waiting), oldestAt: oldest === null ? null : new Date(oldest) };
}

/** Deletes what is older than a moment and handled, of all organizations. Answers how many. */
export async function deleteOldWebhookDeliveries(
  tx: Executor,
  params: { before: Date; limit: number },
): Promise<number> {
  const old = tx
    .select({ id: webhookDeliveries.id })
    .from(webhookDeliveries)
    .where(and(lt(webhookDeliveries.receivedAt, params.before), ne(webhookDeliveries.status, 'received')))
    .limit(params.limit);
  const rows = await tx
    .delete(webhookDeliveries)
    .where(inArray(webhookDeliveries.id, old))
    .returning({ id: webhookDeliveries.id });
  return rows.length;
}

function match(key: WebhookDeliveryKey): SQL | undefined {
  return and(eq(webhookDeliveries.organizationId, key.organizationId), eq(webhookDeliveries.id, key.id));
}
