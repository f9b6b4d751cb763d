import { type ClaimedDelivery, claimDeliveries as claimRows } from '@patchbay/db';
import type { ServiceDeps } from '../types.ts';
import { deliveryClaimMs } from './delivery-policy.ts';

export type { ClaimedDelivery };

export interface ClaimOptions {
  limit: number;
  /** How many at once of one subscription. */
  limitPerSubscription: number;
  /** How many of each subscription are under way in this process: id → count. */
  underWay: ReadonlyMap<string, number>;
}

/** Takes deliveries that are due for this process alone, for a minute. Offline, nothing is sent, so nothing is taken. */
export async function claimDeliveries(
  { db, clock, settings }: Pick<ServiceDeps, 'db' | 'clock' | 'settings'>,
  options: ClaimOptions,
): Promise<ClaimedDelivery[]> {
  if (settings.offline) return [];
  const now = new Date(clock.now());
  const until = new Date(now.getTime() + deliveryClaimMs);
  return db.orm.transaction((tx) => claimRows(tx, { now, until, ...options }));
}
