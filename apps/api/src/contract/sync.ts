import { z } from '@hono/zod-openapi';
import { organizationIdSchema, timestampSchema } from './common.ts';
import { failureSchema } from './error.ts';
import { fieldViewSchema } from './field-view.ts';
import { runStatusSchema } from './run.ts';

export const syncParams = z.object({
  id: z.string().min(1).max(100).openapi({ example: 'con_01j9zq4n2t' }),
  sync: z.string().min(1).max(100).openapi({ example: 'repositories' }),
});

/** A sync of a connection: how it is scheduled, and how it went. */
export const syncSchema = z
  .object({
    name: z.string().openapi({ description: 'Its name in the manifest.' }),
    description: z.string().nullable(),
    model: z.string(),
    mode: z.enum(['full', 'delta']),
    isEnabled: z.boolean(),
    schedule: z
      .string()
      .nullable()
      .openapi({ description: 'The schedule in force, cron fields in UTC; null: it runs only when asked.' }),
    defaultSchedule: z.string().nullable().openapi({ description: 'What the manifest says.' }),
    isScheduleOwn: z.boolean().openapi({ description: 'Whether the schedule was set for this connection.' }),
    precondition: z
      .enum(['none', 'last_test_succeeded'])
      .openapi({ description: 'What must hold before a scheduled run.' }),
    variables: z.record(z.string(), z.unknown()),
    fields: z.array(fieldViewSchema).openapi({ description: 'The form for the variables.' }),
    nextRunAt: timestampSchema
      .nullable()
      .openapi({ description: 'When it is due next; null when it is off or has no schedule.' }),
    skippedReason: z
      .string()
      .nullable()
      .openapi({ description: 'Why its last tick was passed over; null when it was not.' }),
    failedAttempts: z.number().int().openapi({ description: 'Attempts at the last tick that failed.' }),
    lastRun: z
      .object({
        id: z.string(),
        status: runStatusSchema,
        trigger: z.enum(['manual', 'schedule', 'system', 'webhook']),
        attempt: z.number().int(),
        scheduledFor: timestampSchema.nullable(),
        createdAt: timestampSchema,
        startedAt: timestampSchema.nullable(),
        finishedAt: timestampSchema.nullable(),
        error: failureSchema.nullable(),
      })
      .nullable(),
    lastSuccessAt: timestampSchema.nullable(),
  })
  .openapi('Sync');

export const updateSyncSchema = z
  .strictObject({
    schedule: z
      .string()
      .max(100)
      .nullable()
      .optional()
      .openapi({ description: 'Five cron fields in UTC; null is what the manifest says.', example: '0 * * * *' }),
    isEnabled: z.boolean().nullable().optional().openapi({ description: 'Null is what the manifest says.' }),
    variables: z
      .record(z.string().min(1).max(100), z.unknown())
      .optional()
      .openapi({ description: 'A variable not given keeps its value, a blank one is cleared.' }),
    organizationId: organizationIdSchema,
  })
  .openapi('UpdateSync');
