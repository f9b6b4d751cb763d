import { z } from '@hono/zod-openapi';
import {
  booleanQuerySchema,
  nameSchema,
  organizationIdSchema,
  pageQueryShape,
  slugSchema,
  timestampSchema,
} from './common.ts';

export const connectionStatusSchema = z.enum(['pending', 'active', 'paused', 'error', 'disconnected']);
export const healthStatusSchema = z.enum(['unknown', 'healthy', 'degraded', 'unhealthy']);

const credentialSummarySchema = z.object({
  version: z.number().int(),
  source: z.enum(['sealed', 'authref', 'none']),
  fields: z.array(
    z.object({
      name: z.string(),
      isSet: z.boolean(),
      mask: z.string().nullable().openapi({ description: 'The last four characters, where showing them is allowed.' }),
    }),
  ),
  expiresAt: timestampSchema.nullable().openapi({ description: 'When the access ends, as far as the provider said.' }),
  isRefreshable: z.boolean().openapi({ description: 'A new access comes without anybody doing anything.' }),
  refreshedAt: timestampSchema.nullable(),
  grantedScopes: z.array(z.string()).nullable(),
  createdAt: timestampSchema,
  lastUsedAt: timestampSchema.nullable(),
});

/** A configured, credentialed link to a provider. Secrets never appear in it. */
export const connectionSchema = z
  .object({
    id: z.string(),
    providerSlug: slugSchema,
    name: z.string(),
    isSimulated: z
      .boolean()
      .openapi({ description: 'Nobody real answers it: its requests go to the simulator of this server.' }),
    authMethod: z.string(),
    status: connectionStatusSchema,
    statusReason: z.string().nullable(),
    statusCode: z
      .enum(['reauth_required'])
      .nullable()
      .openapi({ description: 'reauth_required: only signing in at the provider again brings it back.' }),
    health: z.object({
      status: healthStatusSchema,
      message: z.string().nullable().openapi({ description: 'What the last check found; null while healthy.' }),
      failures: z.number().int().openapi({ description: 'Checks that failed one after the other.' }),
      checkedAt: timestampSchema.nullable(),
      nextCheckAt: timestampSchema
        .nullable()
        .openapi({ description: 'When it is checked next by itself; null while it is not.' }),
      lastSeenAt: timestampSchema.nullable().openapi({ description: 'When the provider last answered anything.' }),
    }),
    settings: z.record(z.string(), z.unknown()),
    verifyTls: z.boolean(),
    timeoutMs: z.number().int(),
    account: z.object({ id: z.string(), label: z.string() }).nullable(),
    lastTest: z.object({ status: z.enum(['success', 'error']), message: z.string(), at: timestampSchema }).nullable(),
    lastSync: z
      .object({ status: z.enum(['success', 'partial', 'error']), message: z.string(), at: timestampSchema })
      .nullable(),
    credential: credentialSummarySchema.nullable(),
    createdAt: timestampSchema,
    updatedAt: timestampSchema,
    createdBy: z.string().nullable(),
    updatedBy: z.string().nullable().openapi({ description: 'Who changed it last.' }),
  })
  .openapi('Connection');

/** Field values of the auth method, each a value or an `authref://` URI. */
export const credentialValuesSchema = z
  .record(z.string().min(1).max(100), z.string().max(64_000))
  .openapi({ description: 'One entry for each field of the auth method: its value, or an authref:// URI.' });

const settingsSchema = z.record(z.string().min(1).max(100), z.unknown());
const timeoutMsSchema = z
  .number()
  .int()
  .min(1_000)
  .max(600_000)
  .openapi({ description: 'For one call, in milliseconds.' });

export const createConnectionSchema = z
  .strictObject({
    providerSlug: slugSchema,
    name: nameSchema.optional().openapi({ description: "The provider's name when left out." }),
    authMethod: z.string().min(1).max(100).optional().openapi({ description: 'The first method when left out.' }),
    settings: settingsSchema.optional(),
    credentials: credentialValuesSchema.optional(),
    verifyTls: z.boolean().optional(),
    timeoutMs: timeoutMsSchema.optional(),
    organizationId: organizationIdSchema,
  })
  .openapi('CreateConnection');

export const updateConnectionSchema = z
  .strictObject({
    name: nameSchema.optional(),
    settings: settingsSchema.optional(),
    verifyTls: z.boolean().optional(),
    timeoutMs: timeoutMsSchema.optional(),
    organizationId: organizationIdSchema,
  })
  .openapi('UpdateConnection');

export const listConnectionsQuerySchema = z.strictObject({
  ...pageQueryShape,
  providerSlug: slugSchema.optional(),
  status: connectionStatusSchema.optional(),
  q: z.string().max(200).optional(),
});

export const deleteConnectionQuerySchema = z.strictObject({
  purge: booleanQuerySchema.openapi({ description: 'Remove runs and records too.' }),
  organizationId: organizationIdSchema,
});

export const replaceCredentialsSchema = z
  .strictObject({
    authMethod: z.string().min(1).max(100).optional(),
    credentials: credentialValuesSchema,
    organizationId: organizationIdSchema,
  })
  .openapi('ReplaceCredentials');

/** One version of a connection's credentials: metadata only. */
export const credentialVersionSchema = credentialSummarySchema
  .extend({
    id: z.string(),
    authMethod: z.string(),
    isCurrent: z.boolean(),
    createdBy: z.string().nullable(),
  })
  .openapi('CredentialVersion');

/** What really happened when the provider was asked. */
export const testResultSchema = z
  .object({
    ok: z.boolean(),
    latencyMs: z.number(),
    account: z.object({ id: z.string(), label: z.string() }).nullable(),
    scopes: z.array(z.string()).nullable(),
    missingScopes: z.array(z.string()),
    rateLimit: z
      .object({
        limit: z.number().nullable(),
        remaining: z.number().nullable(),
        resetAt: timestampSchema.nullable(),
      })
      .nullable(),
    steps: z.array(
      z.object({
        id: z.enum(['reach', 'authenticate', 'identity', 'scopes']),
        status: z.enum(['passed', 'failed', 'skipped']),
        message: z.string(),
      }),
    ),
    error: z
      .object({
        code: z.string(),
        class: z.string(),
        message: z.string(),
        whoseFault: z.enum(['you', 'provider', 'network', 'patchbay']),
        nextStep: z.string(),
      })
      .nullable(),
  })
  .openapi('TestResult');
