import { and, asc, eq, gt } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { newId } from '../new-id.ts';
import { events, type StoredEvent } from '../schema/events.ts';

/** Adds an event in the transaction of what it tells of: both happen or neither. */
export async function insertEvent(
  tx: Executor,
  values: Pick<StoredEvent, 'organizationId' | 'type' | 'connectionId' | 'data'>,
): Promise<void> {
  await tx.insert(events).values({ id: newId('evt'), ...values });
}

/** Oldest first, after the one given. */
export async function listEvents(
  db: Executor,
  params: { organizationId: string; after?: string | undefined; limit: number },
): Promise<StoredEvent[]> {
  return db
    .select()
    .from(events)
    .where(
      and(
        eq(events.organizationId, params.organizationId),
        params.after === undefined ? undefined : gt(events.id, params.after),
      ),
    )
    .orderBy(asc(events.id))
    .limit(params.limit);
}
