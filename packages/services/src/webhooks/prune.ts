import { deleteOldChallenges, deleteOldWebhookDeliveries, wipeExpiredEndpointSecrets } from '@patchbay/db';
import type { ServiceDeps } from '../types.ts';
import { deliveryRetentionDays } from './webhook-policy.ts';

const dayMs = 86_400_000;

/** Deletes deliveries and challenges whose time is over, batch by batch, and wipes secrets that are accepted no more. */
export async function pruneWebhooks(
  { db, clock, settings }: Pick<ServiceDeps, 'db' | 'clock' | 'settings'>,
  { batchSize = 500, signal }: { batchSize?: number; signal?: AbortSignal } = {},
): Promise<number> {
  const now = clock.now();
  await wipeExpiredEndpointSecrets(db.orm, { now: new Date(now) });
  await deleteOldChallenges(db.orm, { expiredBefore: new Date(now - dayMs), limit: batchSize });
  const before = new Date(now - (settings.webhookRetentionDays ?? deliveryRetentionDays) * dayMs);
  for (let total = 0; ; ) {
    signal?.throwIfAborted();
    const deleted = await db.orm.transaction((tx) => deleteOldWebhookDeliveries(tx, { before, limit: batchSize }));
    total += deleted;
    if (deleted < batchSize) return total;
  }
}
