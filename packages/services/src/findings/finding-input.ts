import { findingSeverities, findingStatuses } from '@patchbay/db';
import { z } from 'zod';
import { idSchema } from '../support/parse-input.ts';

/** What lists and counts of findings may be limited to. */
export const findingFilters = {
  connectionId: idSchema.optional(),
  providerSlug: z.string().max(100).optional(),
  severity: z.enum(findingSeverities).optional(),
  status: z.enum(findingStatuses).optional(),
  rule: z.string().min(1).max(500).optional(),
  resource: z.string().min(1).max(500).optional(),
};

/** Why people decide something: for whoever asks a year later. */
export const reasonSchema = z
  .string()
  .trim()
  .min(1, 'say why, for whoever asks later')
  .max(1_000, 'is longer than 1000 characters');

/** An instant, ISO 8601 with its offset. */
export const instantSchema = z.iso
  .datetime({ offset: true, error: 'must be a date with time and offset, such as 2030-01-31T09:30:00Z' })
  .transform((text) => new Date(text));
