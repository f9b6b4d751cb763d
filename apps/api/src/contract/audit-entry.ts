import { z } from '@hono/zod-openapi';
import { pageQueryShape, timestampSchema } from './common.ts';

/** One line of the hash-chained audit log. */
export const auditEntrySchema = z
  .object({
    id: z.string(),
    at: timestampSchema,
    actor: z.object({ type: z.string(), id: z.string(), label: z.string().nullable() }),
    action: z.string().openapi({ example: 'connection.create' }),
    target: z.object({ type: z.string(), id: z.string(), label: z.string().nullable() }),
    before: z.unknown(),
    after: z.unknown(),
    requestId: z.string().nullable(),
    ip: z.string().nullable(),
    hash: z.string(),
  })
  .openapi('AuditEntry');

export const listAuditQuerySchema = z.strictObject({
  ...pageQueryShape,
  action: z.string().max(100).optional(),
  targetId: z.string().max(100).optional(),
});
