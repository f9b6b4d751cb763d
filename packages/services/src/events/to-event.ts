import type { PublishedEvent } from '@patchbay/db';
import type { EventView } from '../dto/index.ts';
import { toIso } from '../support/to-iso.ts';

export function toEvent({ id, seq, type, version, createdAt, connectionId, data }: PublishedEvent): EventView {
  return { id, seq, type, version, timestamp: toIso(createdAt), connectionId, data };
}
