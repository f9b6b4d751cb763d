import { z } from '@hono/zod-openapi';
import { organizationIdSchema, pageQueryShape, timestampSchema } from './common.ts';
import { connectionStatusSchema } from './connection.ts';

const lastTestStatusSchema = z.enum(['success', 'error']).nullable();
const lastSyncStatusSchema = z.enum(['success', 'partial', 'error']).nullable();

/** One flat object: settings and credentials under their names in the manifest. */
export const configureProviderSchema = z
  .looseObject({
    authMethod: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .openapi({ description: 'The id of a sign-in method.', example: 'token' }),
    verifySsl: z.boolean().optional(),
    timeout: z.number().min(1).max(600).optional().openapi({ description: 'For one call. Seconds.', example: 30 }),
    organizationId: organizationIdSchema,
  })
  .openapi('ConfigureProvider', {
    description:
      'Beside these: the settings and credential fields of the provider, under their own names. What is left out, and a secret left blank, stays as it is.',
    example: { authMethod: 'token', trackingServerUrl: 'https://models.example.com', apiToken: 'the token' },
  });

export const providerConfigSchema = z
  .object({
    configured: z.boolean(),
    config: z
      .looseObject({
        connectionId: z.string(),
        status: connectionStatusSchema,
        authMethod: z.string(),
        timeout: z.number().openapi({ description: 'Seconds.' }),
        verifySsl: z.boolean(),
        lastTestStatus: lastTestStatusSchema,
        lastTestMessage: z.string().nullable(),
        lastTestedAt: timestampSchema.nullable(),
        lastSyncStatus: lastSyncStatusSchema,
        lastSyncMessage: z.string().nullable(),
        lastSyncedAt: timestampSchema.nullable(),
        createdAt: timestampSchema,
        updatedAt: timestampSchema,
      })
      .nullable()
      .openapi({
        description:
          'Beside these: every setting under its own name, and hasStored… for each credential field. Null when not configured.',
      }),
  })
  .openapi('ProviderConfig');

export const providerSyncStatusSchema = z
  .object({
    configured: z.boolean(),
    lastTestStatus: lastTestStatusSchema,
    lastTestedAt: timestampSchema.nullable(),
    lastSyncStatus: lastSyncStatusSchema,
    lastSyncMessage: z.string().nullable(),
    lastSyncedAt: timestampSchema.nullable(),
    syncs: z.array(
      z.object({
        sync: z.string(),
        isEnabled: z.boolean(),
        schedule: z.string().nullable().openapi({ description: 'Cron, UTC; null: only when asked.' }),
        nextDueAt: timestampSchema.nullable(),
        failedAttempts: z.number().int(),
        skippedReason: z.string().nullable(),
        lastRunId: z.string().nullable(),
        lastRunStatus: z.string().nullable(),
        lastRunAt: timestampSchema.nullable(),
        lastSuccessAt: timestampSchema.nullable(),
      }),
    ),
  })
  .openapi('ProviderSyncStatus');

export const probeOutcomeSchema = z
  .object({
    healthy: z.boolean(),
    status: z.enum(['healthy', 'degraded', 'unhealthy']),
    message: z.string(),
    latencyMs: z.number(),
    version: z.string().nullable(),
    checkedAt: timestampSchema,
    runId: z.string(),
  })
  .openapi('ProbeOutcome');

export const startedSyncsSchema = z
  .object({ runs: z.array(z.object({ sync: z.string(), runId: z.string() })) })
  .openapi('StartedSyncs');

export const listProviderObjectsQuerySchema = z.strictObject(pageQueryShape);

export const providerObjectsSchema = z
  .object({ data: z.array(z.record(z.string(), z.unknown())), nextCursor: z.string().nullable() })
  .openapi('ProviderObjects');
