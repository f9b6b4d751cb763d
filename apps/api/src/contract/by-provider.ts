import { z } from '@hono/zod-openapi';
import { nameSchema, organizationIdSchema, pageQueryShape, timestampSchema } from './common.ts';
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

export const saveProviderTokenSchema = z
  .strictObject({
    token: z.string().min(1).max(20_000).openapi({ description: 'The token, or an authref:// URI.' }),
    token_name: nameSchema.optional().openapi({
      description:
        'What people call it. Default: the name it has, else the names of the provider and of the way to sign in.',
    }),
    organizationId: organizationIdSchema,
  })
  .openapi('SaveProviderToken');

export const testProviderTokenSchema = z
  .strictObject({
    token: z
      .string()
      .min(1)
      .max(20_000)
      .optional()
      .openapi({ description: 'Tested and not stored. Left out: the stored one is tested.' }),
    organizationId: organizationIdSchema,
  })
  .openapi('TestProviderToken');

export const providerTokenSchema = z
  .object({
    configured: z.boolean(),
    token_name: z.string().nullable(),
    connection_id: z.string().nullable(),
    status: connectionStatusSchema.nullable(),
    created_by: z.string().nullable(),
    created_at: timestampSchema.nullable(),
    updated_at: timestampSchema.nullable().openapi({ description: 'When the token was last replaced.' }),
    last_used_at: timestampSchema.nullable(),
    last_test_status: lastTestStatusSchema,
    last_test_message: z.string().nullable(),
    last_tested_at: timestampSchema.nullable(),
  })
  .openapi('ProviderToken', { description: 'That there is a token, and nothing of what it is.' });

export const testedTokenSchema = z
  .object({
    valid: z.boolean(),
    scopes: z.array(z.string()).nullable().openapi({ description: 'Null when the provider does not tell.' }),
    rate_limit: z
      .object({
        limit: z.number().nullable(),
        remaining: z.number().nullable(),
        reset: timestampSchema.nullable(),
      })
      .nullable(),
    message: z.string().nullable().openapi({ description: 'Why it is not valid, or what it may not do.' }),
  })
  .openapi('TestedToken');
