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

/** What a walk through the chain of hashes found. */
export const auditVerificationSchema = z
  .object({
    ok: z.boolean().openapi({ description: 'True when every line fits the one before it.' }),
    checked: z.int().openapi({ description: 'How many lines were found good.' }),
    lastHash: z.string().openapi({
      description: 'Hash of the last good line. Keep it elsewhere: lines cut off the end show only against it.',
    }),
    problem: z
      .object({ seq: z.int(), message: z.string() })
      .nullable()
      .openapi({ description: 'The first line that does not fit, counted from 1; null when all do.' }),
  })
  .openapi('AuditVerification');
