import type { EventDeliveryRow } from '@patchbay/db';
import type { EventDeliveryView } from '../dto/index.ts';
import { toIso } from '../support/to-iso.ts';

export function toDelivery(row: EventDeliveryRow): EventDeliveryView {
  const { id, eventId, eventType, trigger, status, attempts } = row;
  return {
    ...{ id, eventId, eventType, trigger, status, attempts },
    nextAttemptAt: toIso(row.nextAttemptAt),
    deliveredAt: toIso(row.deliveredAt),
    createdAt: toIso(row.createdAt),
  };
}
