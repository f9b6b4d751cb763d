import { createHash } from 'node:crypto';
import { claimIdempotencyKey, completeIdempotencyKey, type Executor } from '@patchbay/db';
import { PatchbayError, toCanonicalJson } from '@patchbay/schema';
import type { ServiceContext } from '../types.ts';

const ttlMs = 24 * 60 * 60 * 1_000;

export interface OnceOptions {
  /** What is being made: connections.create. */
  scope: string;
  /** Chosen by the caller; without it the thing is made each time. */
  key: string | undefined;
  /** What was asked for, without secrets. The same key with another request is a conflict. */
  request: unknown;
}

/**
 * Makes something in a transaction and gives its id. With a key a repeated call within a day gives the id the first one made: the
 * key is stored in the same transaction, so of two calls at the same time the second waits and finds it.
 */
export async function once(
  { deps, actor }: ServiceContext,
  { scope, key, request }: OnceOptions,
  make: (tx: Executor) => Promise<string>,
): Promise<{ id: string; isRepeated: boolean }> {
  if (key === undefined) return { id: await deps.db.orm.transaction(make), isRepeated: false };
  const name = { organizationId: actor.organizationId, scope, key };
  const requestHash = createHash('sha256').update(toCanonicalJson(request)).digest('hex');
  return deps.db.orm.transaction(async (tx) => {
    const earlier = await claimIdempotencyKey(tx, { ...name, requestHash, ttlMs, abandonedAfterMs: 0 });
    if (!earlier) {
      const id = await make(tx);
      await completeIdempotencyKey(tx, { ...name, responseStatus: 201, responseBody: { id } });
      return { id, isRepeated: false };
    }
    if (earlier.requestHash !== requestHash) {
      throw new PatchbayError(
        'conflict',
        'This Idempotency-Key was used for another request. Use a new key for a new request.',
      );
    }
    const { id } = earlier.responseBody as { id: string };
    return { id, isRepeated: true };
  });
}
