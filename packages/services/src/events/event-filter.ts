import { eventTypeSchema } from '@patchbay/schema';
import { z } from 'zod';
import { idSchema } from '../support/parse-input.ts';

/** Types somebody asks for: each one there is, none twice. */
export const eventTypesSchema = z
  .array(eventTypeSchema)
  .min(1, 'must name a type; leave it out for every one')
  .max(100)
  .transform((types) => [...new Set(types)].sort());

/** Which events somebody wants to see. */
export const eventFilterShape = {
  types: eventTypesSchema.optional(),
  connectionId: idSchema.optional(),
  /** The seq of the last event seen. */
  after: z.int('must be the seq of the last event seen').min(0).optional(),
};
