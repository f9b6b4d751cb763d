import { and, eq, isNull, lt, sql } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { runSql } from '../run-sql.ts';
import { type IdempotencyKey, idempotencyKeys } from '../schema/idempotency-keys.ts';

export interface IdempotencyKeyParams {
  organizationId: string;
  /** What is being made, such as `POST /integrations/connections`. */
  scope: string;
  key: string;
}

/**
 * Takes a key for a new request: null when it is ours now, else the row of the request that came first. Its
 * `responseStatus` is null while that one is still running. Run-out keys, and unanswered ones older than
 * `abandonedAfterMs` (their process died), are free again.
 */
export async function claimIdempotencyKey(
  db: Executor,
  params: IdempotencyKeyParams & { requestHash: string; ttlMs: number; abandonedAfterMs: number },
): Promise<IdempotencyKey | null> {
  const after = (ms: number) => sql`${ms}::float8 * interval '1 millisecond'`;
  const claimed = await runSql(
    db,
    sql`
    insert into ${idempotencyKeys} as held (organization_id, scope, key, request_hash, created_at, expires_at)
    values (${params.organizationId}, ${params.scope}, ${params.key}, ${params.requestHash}, clock_timestamp(),
      clock_timestamp() + ${after(params.ttlMs)})
    on conflict (organization_id, scope, key) do update set
      request_hash = excluded.request_hash, response_status = null, response_body = null,
      created_at = excluded.created_at, expires_at = excluded.expires_at
    where held.expires_at < clock_timestamp()
      or (held.response_status is null and held.created_at < clock_timestamp() - ${after(params.abandonedAfterMs)})
    returning key`,
  );
  if (claimed.length > 0) return null;
  const [row] = await db.select().from(idempotencyKeys).where(match(params));
  // Gone between the two statements: the first request failed and gave it back.
  return row ?? claimIdempotencyKey(db, params);
}

/** Keeps the answer for whoever repeats the request. Leave secrets out of the body. */
export async function completeIdempotencyKey(
  db: Executor,
  params: IdempotencyKeyParams & { responseStatus: number; responseBody: unknown },
): Promise<void> {
  await db
    .update(idempotencyKeys)
    .set({ responseStatus: params.responseStatus, responseBody: params.responseBody })
    .where(match(params));
}

/** Gives an unanswered key back, after a request that made nothing. */
export async function releaseIdempotencyKey(db: Executor, params: IdempotencyKeyParams): Promise<void> {
  await db.delete(idempotencyKeys).where(and(match(params), isNull(idempotencyKeys.responseStatus)));
}

/** Drops run-out keys of every organization. Answers how many. */
export async function pruneIdempotencyKeys(db: Executor): Promise<number> {
  const rows = await db
    .delete(idempotencyKeys)
    .where(lt(idempotencyKeys.expiresAt, sql`clock_timestamp()`))
    .returning({ key: idempotencyKeys.key });
  return rows.length;
}

function match(params: IdempotencyKeyParams) {
  return and(
    eq(idempotencyKeys.organizationId, params.organizationId),
    eq(idempotencyKeys.scope, params.scope),
    eq(idempotencyKeys.key, params.key),
  );
}
