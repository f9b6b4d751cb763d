import { addEndpointTraffic } from '@patchbay/db';
import type { ServiceDeps } from '../types.ts';

/** Writes what came to endpoints since the last time. Call it every few seconds and at shutdown. */
export async function flushWebhookTraffic({ db, intake }: Pick<ServiceDeps, 'db' | 'intake'>): Promise<void> {
  for (const [id, traffic] of intake.takeTraffic()) await addEndpointTraffic(db.orm, { id, ...traffic });
}
