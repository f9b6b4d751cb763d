import { listPublishedEvents } from '@patchbay/db';
import { z } from 'zod';
import type { EventView, Page } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { limitSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { eventFilterShape } from './event-filter.ts';
import { toEvent } from './to-event.ts';

const inputSchema = z.strictObject({
  ...eventFilterShape,
  limit: limitSchema,
  order: z.enum(['oldest', 'newest']).default('oldest'),
  /** The seq of the oldest event seen, to go on looking back. */
  before: z.int('must be the seq of the oldest event seen').min(0).optional(),
});

/**
 * What happened, in its order: who goes on after the last seq seen never misses an event that is still kept. `nextCursor` is the value
 * for `after`, and is null when there is nothing further at the moment. The newest ones first are for looking back: there it is the value for
 * `before`.
 */
export async function listEvents(
  { deps, actor }: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<Page<EventView>> {
  requirePermission(actor, 'events.list');
  const { after = 0, before, order, ...filters } = parseInput(inputSchema, input);
  const { organizationId } = actor;
  const page = await listPublishedEvents(deps.db.orm, {
    ...{ organizationId, afterSeq: after, ...filters },
    beforeSeq: before,
    isNewestFirst: order === 'newest',
  });
  return { data: page.rows.map(toEvent), nextCursor: page.nextCursor };
}
