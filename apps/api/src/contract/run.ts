import { z } from '@hono/zod-openapi';
import { organizationIdSchema, pageQueryShape, timestampSchema } from './common.ts';
import { failureSchema } from './error.ts';

export const runKindSchema = z.enum(['test', 'sync', 'action', 'health', 'doctor', 'discover']);
export const runStatusSchema = z.enum(['queued', 'running', 'success', 'partial', 'error', 'cancelled', 'interrupted']);

/** One execution of anything. */
export const runSchema = z
  .object({
    id: z.string(),
    connectionId: z.string().nullable(),
    providerSlug: z.string(),
    kind: runKindSchema,
    name: z.string().nullable().openapi({ description: 'The sync or operation.' }),
    mode: z.string().nullable().openapi({ description: 'full or delta, for a sync.' }),
    status: runStatusSchema,
    trigger: z.enum(['manual', 'schedule', 'system', 'webhook']),
    scheduledFor: timestampSchema.nullable().openapi({ description: 'The tick of the schedule it stands for.' }),
    attempt: z.number().int().openapi({ description: 'Which try at that tick it is, from 1.' }),
    resumedFrom: z
      .string()
      .nullable()
      .openapi({ description: 'The run that stopped in the middle, whose reading it carries on.' }),
    stats: z.object({
      requests: z.number().int(),
      read: z.number().int(),
      added: z.number().int(),
      updated: z.number().int(),
      deleted: z.number().int(),
      unchanged: z.number().int(),
      unknownWords: z.number().int().openapi({
        description:
          'Severities and states of findings that the manifest does not name; the log tells what each counts as.',
      }),
    }),
    error: failureSchema.nullable(),
    startedAt: timestampSchema.nullable(),
    finishedAt: timestampSchema.nullable(),
    createdAt: timestampSchema,
    durationMs: z.number().nullable(),
  })
  .openapi('Run');

/** One line of a run's log, redacted. */
export const runLogSchema = z
  .object({
    at: timestampSchema,
    level: z.string(),
    message: z.string(),
    data: z.record(z.string(), z.unknown()).optional(),
  })
  .openapi('RunLog');

export const listRunsQuerySchema = z.strictObject({
  ...pageQueryShape,
  kind: runKindSchema.optional(),
  status: runStatusSchema.optional(),
});

export const startSyncSchema = z
  .strictObject({
    sync: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .openapi({ description: 'Which sync; the only or first one when left out.' }),
    mode: z.enum(['full', 'delta']).default('full'),
    organizationId: organizationIdSchema,
  })
  .openapi('StartSync');

export const startedRunSchema = z.object({ runId: z.string() }).openapi('StartedRun');
