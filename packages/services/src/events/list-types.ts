import { type EventType, eventSamples, eventTypes } from '@patchbay/schema';
import { z } from 'zod';
import type { EventTypeView } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import type { ServiceContext } from '../types.ts';

/** Every type of event there is, with what its data may hold. */
export function listEventTypes({ actor }: ServiceContext): { data: EventTypeView[] } {
  requirePermission(actor, 'events.list');
  const types = Object.keys(eventTypes) as EventType[];
  return {
    data: types.map((type) => {
      const { version, description, data } = eventTypes[type];
      const schema = z.toJSONSchema(data) as Record<string, unknown>;
      return { type, version, description, sample: { ...eventSamples[type] }, schema };
    }),
  };
}
