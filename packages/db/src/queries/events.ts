import { and, asc, eq, gt } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { newId } from '../new-id.ts';
import { events, type StoredEvent } from '../schema/events.ts';

/** Adds events in the transaction of what they tell of: all of it happens or nothing. */
export async function insertEvents(
  tx: Executor,
  values: readonly Pick<StoredEvent, 'organizationId' | 'type' | 'version' | 'connectionId' | 'data'>[],
): Promise<void> {
  await tx.insert(events).values(values.map((value) => ({ id: newId('evt'), ...value })));
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
