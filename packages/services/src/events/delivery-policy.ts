const minute = 60_000;
const hour = 60 * minute;

/** Waits between the tries of one delivery, in milliseconds: eleven tries within a day. */
const waits = [
  5_000,
  30_000,
  2 * minute,
  10 * minute,
  30 * minute,
  hour,
  2 * hour,
  4 * hour,
  8 * hour,
  7 * hour,
] as const;

/** For how long a delivery is tried. */
export const deliverForMs = 24 * hour;
/** Longest wait for a receiver. */
export const deliveryTimeoutMs = 15_000;
/** How long a worker has a delivery for itself: time for the try and for writing what came of it. */
export const deliveryClaimMs = 60_000;
/** A subscription nothing has come through to for so long is disabled with the next delivery that is given up. */
export const disableAfterMs = 48 * hour;
/** How many deliveries may wait for one subscription. */
export const maxPendingDeliveries = 10_000;
/** How long the secret before signs too, unless somebody says otherwise. */
export const secretOverlapMs = 24 * hour;
/** How many subscriptions one organization may have. */
export const maxSubscriptions = 50;

export interface NextAttemptParams {
  /** Tries made so far, at least 1. */
  attempts: number;
  createdAt: Date;
  now: number;
  /** What the receiver asked to wait, in milliseconds. */
  retryAfterMs: number | null;
  /** From 0 to 1. */
  random: number;
}

/** When to try again; null when it is time to give up. A receiver that asks for time gets it, up to the last moment. */
export function nextAttemptAt({ attempts, createdAt, now, retryAfterMs, random }: NextAttemptParams): Date | null {
  const wait = waits[attempts - 1];
  const lastAt = createdAt.getTime() + deliverForMs;
  if (wait === undefined || now >= lastAt) return null;
  // Spread by a fifth in both directions, so that what failed together does not come back together.
  const spread = wait * (0.8 + 0.4 * random);
  return new Date(Math.min(now + Math.max(spread, retryAfterMs ?? 0), lastAt));
}
