import { z } from '@hono/zod-openapi';
import { booleanQuerySchema, organizationIdSchema, pageQueryShape, timestampSchema } from './common.ts';

/** One object of the provider as last seen. */
export const recordSchema = z
  .object({
    id: z.string(),
    externalId: z.string(),
    model: z.string(),
    sync: z.string(),
    data: z.record(z.string(), z.unknown()),
    change: z.enum(['added', 'updated', 'deleted']),
    seq: z.number().int().openapi({ description: 'Grows with every change; page by it and never miss a row.' }),
    firstSeenAt: timestampSchema,
    changedAt: timestampSchema,
    deletedAt: timestampSchema.nullable(),
  })
  .openapi('Record');

export const listRecordsQuerySchema = z.strictObject({
  model: z.string().max(100).optional(),
  sync: z.string().max(100).optional(),
  after: z.coerce
    .number({ error: 'must be the seq of the last record seen' })
    .int()
    .min(0)
    .optional()
    .openapi({ description: 'The seq of the last record seen.' }),
  includeDeleted: booleanQuerySchema,
  limit: pageQueryShape.limit,
  organizationId: organizationIdSchema,
});

/** `nextCursor` is the value for `after`. */
export const recordPageSchema = z.object({ data: z.array(recordSchema), nextCursor: z.string().nullable() });
