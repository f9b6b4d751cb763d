import { countCredentialsOfOtherKeys } from '@patchbay/db';
import { z } from 'zod';
import { recordAudit } from '../audit/append.ts';
import type { KeyRotation } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { resealCredentials } from './reseal-credentials.ts';

const inputSchema = z.strictObject({
  /** About how many to seal anew in this call, so that it ends in time. */
  limit: z
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(100_000, 'must be at most 100000')
    .default(5_000),
});

/**
 * Seals credentials of all organizations with the newest key, as many as one call takes; call it until `isComplete`. The keys are the
 * installation's, so any owner may ask: nothing but numbers comes back.
 */
export async function rotateKeys(
  context: ServiceContext,
  input: z.input<typeof inputSchema> = {},
): Promise<KeyRotation> {
  const { deps, actor, signal } = context;
  requirePermission(actor, 'keys.rotate');
  const { limit } = parseInput(inputSchema, input);
  const keyId = deps.keyRing.current.id;
  const done = await resealCredentials(deps, { limit, signal });
  const remaining = await countCredentialsOfOtherKeys(deps.db.orm, { keyId });
  if (done.resealed > 0) {
    await recordAudit(context, {
      action: 'keys.rotate',
      target: { type: 'key', id: keyId, label: null },
      after: { ...done, remaining },
    });
  }
  return { keyId, ...done, remaining, isComplete: remaining <= done.undecryptable };
}
