import type { EventSubscription } from '@patchbay/db';
import type { EventSubscriptionView } from '../dto/index.ts';
import { toIso } from '../support/to-iso.ts';

export function toSubscription(row: EventSubscription, now: number): EventSubscriptionView {
  const { id, name, url, connectionId, types, status, statusReason, previousExpiresAt } = row;
  return {
    ...{ id, name, url, connectionId, types, status, statusReason },
    enabled: status === 'active',
    failingSince: toIso(row.failingSince),
    lastDeliveredAt: toIso(row.lastDeliveredAt),
    previousSecretExpiresAt:
      previousExpiresAt !== null && previousExpiresAt.getTime() > now ? toIso(previousExpiresAt) : null,
    createdAt: toIso(row.createdAt),
    updatedAt: toIso(row.updatedAt),
  };
}

/** What the audit log keeps. Path and query of an address may hold a secret of the receiver's. */
export function toSubscriptionAuditView(row: EventSubscription): Record<string, unknown> {
  const { name, url, connectionId, types, status } = row;
  return { name, ...(url === null ? { connectionId } : { origin: new URL(url).origin }), types, status };
}
