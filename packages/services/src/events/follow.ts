import { listPublishedEvents, type PublishedEvent } from '@patchbay/db';
import { z } from 'zod';
import type { EventView } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { invalidInput, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import type { EventTail } from './create-event-tail.ts';
import { eventFilterShape } from './event-filter.ts';
import { toEvent } from './to-event.ts';

const inputSchema = z.strictObject(eventFilterShape);

/** How many events are handed over at once. */
const batchSize = 100;

/** A place in the events of an organization, from where one goes on. */
export interface EventFeed {
  /** The next events there are, in their order; none at the moment gives an empty list. */
  take(): Promise<EventView[]>;
  /** Resolves when it is worth to take again, or the signal is aborted. */
  wait(signal: AbortSignal): Promise<void>;
}

/**
 * Follows what happens, from the place given or from now on. Nothing is lost or told twice between what is past and what is live: there
 * is one place, and it only moves on. Whoever is slow falls behind and reads the database; nothing is kept for it.
 */
export async function followEvents(
  { deps, actor }: ServiceContext,
  tail: EventTail,
  input: z.input<typeof inputSchema>,
): Promise<EventFeed> {
  requirePermission(actor, 'events.list');
  const { after, types, connectionId } = parseInput(inputSchema, input);
  const { organizationId } = actor;
  await tail.catchUp();
  const start = tail.position;
  if (after !== undefined && after > start) {
    const message = `is ahead of the newest event, ${start}; the database may have been restored. Read the list from the beginning`;
    throw invalidInput([{ path: 'after', message }]);
  }
  let seen = after ?? start;
  const isWanted = (event: PublishedEvent) =>
    event.type !== 'subscription.test' &&
    (types === undefined || types.some((type) => type === event.type)) &&
    (connectionId === undefined || event.connectionId === connectionId);

  return {
    async take() {
      const { position } = tail;
      const recent = tail.after(seen, organizationId)?.filter(isWanted);
      const events =
        recent?.slice(0, batchSize) ??
        (
          await listPublishedEvents(deps.db.orm, {
            ...{ organizationId, types, connectionId },
            afterSeq: seen,
            limit: batchSize,
          })
        ).rows;
      const last = events.at(-1)?.seq ?? seen;
      // Cut off: go on behind the last one. Else all up to the tail's position has been looked at.
      seen = events.length === batchSize ? last : Math.max(last, position, seen);
      return events.map(toEvent);
    },
    wait: (signal) => tail.wait(seen, signal),
  };
}
