import {
  deferDeliveries,
  finishDeliveryAttempt,
  lockEventSubscription,
  noteDeliveryFailure,
  noteDeliverySuccess,
  type PublishedEvent,
  releaseDelivery,
} from '@patchbay/db';
import { readRetryAfter } from '@patchbay/runtime';
import { isPatchbayError } from '@patchbay/schema';
import { Webhook } from 'standardwebhooks';
import type { ServiceDeps } from '../types.ts';
import type { ClaimedDelivery } from './claim-deliveries.ts';
import { deliveryTimeoutMs, disableAfterMs, nextAttemptAt } from './delivery-policy.ts';
import { disableSubscription } from './disable-subscription.ts';
import { openSubscriptionSecrets } from './subscription-secret.ts';
import { toEvent } from './to-event.ts';
import { writeEvent } from './write-event.ts';

/** What came of one try. */
interface Answer {
  status: number | null;
  durationMs: number;
  error: string | null;
  retryAfterMs: number | null;
}

export interface AttemptOptions {
  /** Aborted when the process is to end: the delivery then goes to another one. */
  signal?: AbortSignal | undefined;
  timeoutMs?: number;
  /** From 0 to 1, for the spread of waits. */
  random?: () => number;
}

/** Sends one delivery once and keeps what came of it. Gives what became of the delivery. */
export async function attemptDelivery(
  deps: ServiceDeps,
  claimed: ClaimedDelivery,
  { signal, timeoutMs = deliveryTimeoutMs, random = Math.random }: AttemptOptions = {},
): Promise<'delivered' | 'pending' | 'failed'> {
  const { organizationId, id, claimedUntil } = claimed.delivery;
  if (claimedUntil === null) throw new Error('a delivery has to be claimed before it is sent');
  const at = new Date(deps.clock.now());
  let answer: Answer;
  try {
    answer = await send(deps, claimed, { signal, timeoutMs });
  } catch (error) {
    if (!signal?.aborted) throw error;
    await releaseDelivery(deps.db.orm, { organizationId, id, claimedUntil });
    return 'pending';
  }
  deps.observer?.deliveryAttempted?.({ outcome: answer.error === null ? 'delivered' : 'failed' });
  return finish(deps, claimed, { at, claimedUntil, answer, random: random() });
}

/** Signs and sends. What the receiver or the network does is in the answer; only the signal's reason is thrown. */
async function send(
  deps: ServiceDeps,
  { event, subscription }: ClaimedDelivery,
  { signal, timeoutMs }: { signal: AbortSignal | undefined; timeoutMs: number },
): Promise<Answer> {
  const startedAt = performance.now();
  const end = (status: number | null, error: string | null, retryAfterMs: number | null = null): Answer => ({
    ...{ status, error, retryAfterMs },
    durationMs: Math.round(performance.now() - startedAt),
  });
  try {
    const { url } = subscription;
    if (url === null) {
      const failure = await writeEvent(deps, { event: toEvent(event as PublishedEvent), subscription }, signal);
      return end(null, failure?.message ?? null, failure?.retryAfterMs ?? null);
    }
    const body = JSON.stringify(toEvent(event as PublishedEvent));
    const { status, retryAfter } = await deps.runtime.sendMessage(
      { url, headers: sign(deps, { event, subscription }, body), body },
      { timeoutMs, signal },
    );
    const isSuccess = status >= 200 && status < 300;
    const canAsk = status === 429 || status === 503;
    return end(
      status,
      isSuccess ? null : explain(status),
      canAsk ? readRetryAfter(retryAfter, deps.clock.now()) : null,
    );
  } catch (error) {
    signal?.throwIfAborted();
    // Sentences of ours name the host at most; anything else might repeat the address.
    if (isPatchbayError(error)) return end(null, error.message);
    deps.logger.error({ subscriptionId: subscription.id, error: nameOf(error) }, 'a delivery could not be sent');
    return end(null, 'Patchbay could not send it. Whoever runs it finds the reason in its log.');
  }
}

/** The headers of Standard Webhooks; each secret that is valid now signs. The same event has the same id however often it comes. */
function sign(deps: ServiceDeps, { event, subscription }: Omit<ClaimedDelivery, 'delivery'>, body: string) {
  const now = new Date(deps.clock.now());
  const signatures = openSubscriptionSecrets(deps, subscription).map((secret) =>
    new Webhook(secret).sign(event.id, now, body),
  );
  return {
    'content-type': 'application/json',
    'user-agent': 'Patchbay',
    'webhook-id': event.id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': signatures.join(' '),
  };
}

async function finish(
  deps: ServiceDeps,
  { delivery, subscription }: ClaimedDelivery,
  { at, claimedUntil, answer, random }: { at: Date; claimedUntil: Date; answer: Answer; random: number },
): Promise<'delivered' | 'pending' | 'failed'> {
  const { organizationId, id, subscriptionId } = delivery;
  const { status, durationMs, error, retryAfterMs } = answer;
  const now = new Date(deps.clock.now());
  const isTest = delivery.trigger === 'test';
  const isDelivered = error === null;
  const isGone = status === 410;
  const next =
    isDelivered || isGone || isTest
      ? null
      : nextAttemptAt({
          attempts: delivery.attemptCount + 1,
          createdAt: delivery.createdAt,
          now: now.getTime(),
          retryAfterMs,
          random,
        });
  const outcome = isDelivered ? 'delivered' : next === null ? 'failed' : 'pending';
  await deps.db.orm.transaction(async (tx) => {
    const key = { organizationId, id: subscriptionId };
    // The subscription first, as whoever deletes it does: the other way round the two would wait for each other.
    if (isDelivered && !isTest) await noteDeliverySuccess(tx, { ...key, now, freshMs: 10_000 });
    const row = isDelivered ? subscription : await lockEventSubscription(tx, key);
    if (!isDelivered && !isTest) await noteDeliveryFailure(tx, { ...key, now });
    const isKept = await finishDeliveryAttempt(tx, {
      ...{ organizationId, id, claimedUntil, status: outcome, nextAttemptAt: next },
      attempt: { at: at.toISOString(), status, durationMs, error },
      deliveredAt: isDelivered ? now : null,
    });
    if (!isKept || isDelivered || isTest || row === null) return;
    if (isGone) {
      const message =
        'The receiver answered 410 Gone: it wants no more deliveries. Enable it again when that was a mistake.';
      await disableSubscription(tx, deps, { ...key, message });
      return;
    }
    if (next !== null && retryAfterMs !== null)
      await deferDeliveries(tx, { organizationId, subscriptionId, until: new Date(now.getTime() + retryAfterMs) });
    const since = row.failingSince;
    if (next === null && since !== null && now.getTime() - since.getTime() >= disableAfterMs) {
      const message = `No delivery has come through since ${since.toISOString()}. The last one ended with: ${error} Repair the receiver, then enable the subscription.`;
      await disableSubscription(tx, deps, { ...key, message });
    }
  });
  return outcome;
}

function explain(status: number): string {
  if (status >= 300 && status < 400)
    return `The receiver answered ${status}, a redirect. Redirects are not followed: give the subscription the address it leads to.`;
  if (status === 410) return 'The receiver answered 410 Gone.';
  if (status === 429) return 'The receiver answered 429: it wants deliveries more slowly.';
  return `The receiver answered ${status}. It has to answer 2xx once it has stored the event.`;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
