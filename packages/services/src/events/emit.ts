import { type Executor, insertEvents, notify } from '@patchbay/db';
import { type EventData, type EventType, eventTypes } from '@patchbay/schema';

/** Woken on it: whoever publishes events. */
export const eventsChannel = 'patchbay_events';
/** Woken on it, once there is something new: whoever hands published events on, or sends deliveries. */
export const publishedChannel = 'patchbay_published';

export interface NewEvent<Type extends EventType> {
  organizationId: string;
  type: Type;
  data: EventData<Type>;
}

/**
 * Tells that something happened, in the transaction of what it tells of: both happen or neither. Data that does not fit its type throws,
 * so that no consumer ever meets it.
 */
export async function emitEvent<Type extends EventType>(
  tx: Executor,
  { organizationId, type, data }: NewEvent<Type>,
): Promise<void> {
  await emitEvents(tx, [{ organizationId, type, data }]);
}

/** The same for many at once, in their order. Gives their ids. */
export async function emitEvents(tx: Executor, events: readonly NewEvent<EventType>[]): Promise<string[]> {
  if (events.length === 0) return [];
  const ids = await insertEvents(
    tx,
    events.map(({ organizationId, type, data }) => ({
      organizationId,
      type,
      version: eventTypes[type].version,
      connectionId: 'connectionId' in data ? data.connectionId : null,
      data: eventTypes[type].data.parse(data),
    })),
  );
  await notify(tx, eventsChannel, '');
  return ids;
}
