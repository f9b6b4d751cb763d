import { z } from 'zod';
import type { EventSubscriptionWithSecret } from '../dto/index.ts';
import { secretOverlapMs } from '../events/delivery-policy.ts';
import { makeSubscriptionSecret, sealSubscriptionSecret } from '../events/subscription-secret.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { changeSubscription } from './change.ts';
import { toSubscription } from './to-subscription.ts';
import { writesMessages } from './writes-messages.ts';

const inputSchema = z.strictObject({
  id: idSchema,
  /** How long the secret before signs beside the new one. 0 ends it at once: for one that became known. */
  overlapSeconds: z
    .int('must be a whole number')
    .min(0, 'must be at least 0')
    .max(7 * 86_400, 'must be at most 604800, a week')
    .default(secretOverlapMs / 1_000),
});

/**
 * Gives a subscription a new secret and tells it, this once. Until the overlap ends each delivery carries a signature of both, so that
 * a receiver can change over without losing one.
 */
export async function rotateSubscriptionSecret(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<EventSubscriptionWithSecret> {
  const { deps, actor } = context;
  requirePermission(actor, 'eventSubscriptions.rotate');
  const { id, overlapSeconds } = parseInput(inputSchema, input);
  const secret = makeSubscriptionSecret();
  const row = await changeSubscription(context, { id, action: 'event_subscription.rotate_secret' }, (before) => {
    if (before.connectionId !== null) throw writesMessages();
    return {
      ...sealSubscriptionSecret(deps, before, secret),
      ...(overlapSeconds === 0
        ? { previousEnvelope: null, previousKeyId: null, previousExpiresAt: null }
        : {
            previousEnvelope: before.envelope,
            previousKeyId: before.keyId,
            previousExpiresAt: new Date(deps.clock.now() + overlapSeconds * 1_000),
          }),
    };
  });
  return { ...toSubscription(row, deps.clock.now()), secret };
}
