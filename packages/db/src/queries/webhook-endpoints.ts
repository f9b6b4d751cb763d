import { and, count, desc, eq, gt, lt, or, type SQL, sql } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { type Page, type PageParams, toPage } from '../page.ts';
import {
  type NewWebhookEndpoint,
  type WebhookEndpoint,
  type WebhookRefusalNote,
  webhookEndpoints,
} from '../schema/webhook-endpoints.ts';

export interface WebhookEndpointKey {
  organizationId: string;
  id: string;
}

export async function insertWebhookEndpoint(tx: Executor, values: NewWebhookEndpoint): Promise<WebhookEndpoint> {
  const [row] = await tx.insert(webhookEndpoints).values(values).returning();
  if (!row) throw new Error('insert into webhook_endpoints returned nothing');
  return row;
}

export async function getWebhookEndpoint(db: Executor, key: WebhookEndpointKey): Promise<WebhookEndpoint | null> {
  const [row] = await db.select().from(webhookEndpoints).where(match(key));
  return row ?? null;
}

/** Like getWebhookEndpoint, and keeps others from changing it until the transaction ends. */
export async function lockWebhookEndpoint(tx: Executor, key: WebhookEndpointKey): Promise<WebhookEndpoint | null> {
  const [row] = await tx.select().from(webhookEndpoints).where(match(key)).for('no key update');
  return row ?? null;
}

/** Of any organization: whoever delivers knows the key of the address, or the secret, and nothing else. */
export async function findWebhookEndpointByKey(
  db: Executor,
  params: { providerSlug: string; keyHash: string },
): Promise<WebhookEndpoint | null> {
  const [row] = await db
    .select()
    .from(webhookEndpoints)
    .where(and(eq(webhookEndpoints.keyHash, params.keyHash), eq(webhookEndpoints.providerSlug, params.providerSlug)));
  return row ?? null;
}

/** Those whose secret, or the one before while it is accepted, hashes to this; two at most, for two are too many already. */
export async function findWebhookEndpointsBySecret(
  db: Executor,
  params: { providerSlug: string; secretHash: string; now: Date },
): Promise<WebhookEndpoint[]> {
  return db
    .select()
    .from(webhookEndpoints)
    .where(
      and(
        eq(webhookEndpoints.providerSlug, params.providerSlug),
        or(
          eq(webhookEndpoints.secretHash, params.secretHash),
          and(
            eq(webhookEndpoints.previousSecretHash, params.secretHash),
            gt(webhookEndpoints.previousExpiresAt, params.now),
          ),
        ),
      ),
    )
    .limit(2);
}

/** Newest first. */
export async function listWebhookEndpoints(
  db: Executor,
  params: PageParams & { organizationId: string; connectionId?: string | undefined },
): Promise<Page<WebhookEndpoint>> {
  const rows = await db
    .select()
    .from(webhookEndpoints)
    .where(
      and(
        eq(webhookEndpoints.organizationId, params.organizationId),
        params.connectionId === undefined ? undefined : eq(webhookEndpoints.connectionId, params.connectionId),
        params.after === undefined ? undefined : lt(webhookEndpoints.id, params.after),
      ),
    )
    .orderBy(desc(webhookEndpoints.id))
    .limit(params.limit + 1);
  return toPage(rows, params.limit, (row) => row.id);
}

/** All of a connection; there are few. */
export async function listEndpointsOfConnection(
  db: Executor,
  params: { organizationId: string; connectionId: string },
): Promise<WebhookEndpoint[]> {
  return db.select().from(webhookEndpoints).where(ofConnection(params)).orderBy(webhookEndpoints.id);
}

export async function countWebhookEndpoints(
  db: Executor,
  params: { organizationId: string; connectionId: string },
): Promise<number> {
  const [row] = await db.select({ total: count() }).from(webhookEndpoints).where(ofConnection(params));
  return row?.total ?? 0;
}

export type WebhookEndpointChanges = Partial<
  Omit<WebhookEndpoint, 'id' | 'organizationId' | 'connectionId' | 'createdAt' | 'createdBy'>
>;

export async function updateWebhookEndpoint(
  tx: Executor,
  params: WebhookEndpointKey & { changes: WebhookEndpointChanges },
): Promise<WebhookEndpoint | null> {
  const [row] = await tx.update(webhookEndpoints).set(params.changes).where(match(params)).returning();
  return row ?? null;
}

/** With its deliveries. False when there is none. */
export async function deleteWebhookEndpoint(tx: Executor, key: WebhookEndpointKey): Promise<boolean> {
  const rows = await tx.delete(webhookEndpoints).where(match(key)).returning({ id: webhookEndpoints.id });
  return rows.length > 0;
}

/** What came to an endpoint since the last time somebody wrote it down. */
export interface EndpointTraffic {
  organizationId: string;
  id: string;
  accepted: number;
  duplicates: number;
  unknown: number;
  refused: number;
  lastAcceptedAt: Date | null;
  lastRefusal: WebhookRefusalNote | null;
}

/** Adds to the counts of an endpoint. */
export async function addEndpointTraffic(db: Executor, traffic: EndpointTraffic): Promise<void> {
  const { accepted, duplicates, unknown, refused, lastAcceptedAt, lastRefusal } = traffic;
  const plus = (column: SQL.Aliased | unknown, number: number) => sql`${column} + ${number}`;
  await db
    .update(webhookEndpoints)
    .set({
      acceptedCount: plus(webhookEndpoints.acceptedCount, accepted),
      duplicateCount: plus(webhookEndpoints.duplicateCount, duplicates),
      unknownCount: plus(webhookEndpoints.unknownCount, unknown),
      refusedCount: plus(webhookEndpoints.refusedCount, refused),
      ...(lastAcceptedAt && { lastAcceptedAt }),
      ...(lastRefusal && { lastRefusal }),
    })
    .where(match(traffic));
}

/** Endpoints whose hook was looked at before a moment, or never, of all organizations: those that wait longest first. */
export async function listEndpointsToCheck(
  db: Executor,
  params: { checkedBefore: Date; limit: number },
): Promise<WebhookEndpoint[]> {
  return db
    .select()
    .from(webhookEndpoints)
    .where(
      and(
        sql`${webhookEndpoints.hookState} in ('registered', 'missing', 'disabled')`,
        sql`${webhookEndpoints.hookId} is not null`,
        sql`coalesce(${webhookEndpoints.hookCheckedAt}, ${webhookEndpoints.createdAt}) < ${params.checkedBefore.toISOString()}::timestamptz`,
      ),
    )
    .orderBy(sql`coalesce(${webhookEndpoints.hookCheckedAt}, ${webhookEndpoints.createdAt})`)
    .limit(params.limit);
}

/** Forgets secrets whose time beside the new one is over, of all organizations. */
export async function wipeExpiredEndpointSecrets(db: Executor, { now }: { now: Date }): Promise<number> {
  const rows = await db
    .update(webhookEndpoints)
    .set({ previousEnvelope: null, previousKeyId: null, previousExpiresAt: null, previousSecretHash: null })
    .where(lt(webhookEndpoints.previousExpiresAt, now))
    .returning({ id: webhookEndpoints.id });
  return rows.length;
}

function match(key: WebhookEndpointKey): SQL | undefined {
  return and(eq(webhookEndpoints.organizationId, key.organizationId), eq(webhookEndpoints.id, key.id));
}

function ofConnection({ organizationId, connectionId }: { organizationId: string; connectionId: string }) {
  return and(eq(webhookEndpoints.organizationId, organizationId), eq(webhookEndpoints.connectionId, connectionId));
}
