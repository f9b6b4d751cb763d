import { z } from '@hono/zod-openapi';
import { nameSchema, organizationIdSchema, pageQueryShape, slugSchema, timestampSchema } from './common.ts';
import { credentialValuesSchema, testResultSchema } from './connection.ts';
import { fieldViewSchema } from './field-view.ts';

const sourceSchema = z
  .enum(['organization', 'platform', 'environment'])
  .openapi({ description: "Whose OAuth app serves: the organization's own, the platform's, or the environment's." });
const appScopeSchema = z
  .enum(['organization', 'platform'])
  .openapi({ description: 'platform: it serves every organization that has none of its own.' });

/** A client registration at a provider; its secret is write-only. */
export const oauthAppSchema = z
  .object({
    id: z.string(),
    providerSlug: slugSchema,
    scope: appScopeSchema,
    clientId: z.string(),
    hasSecret: z.boolean(),
    scopes: z
      .array(z.string())
      .nullable()
      .openapi({ description: "Asked for instead of the manifest's own; null is the manifest's." }),
    settings: z.record(z.string(), z.unknown()),
    createdAt: timestampSchema,
    updatedAt: timestampSchema,
    createdBy: z.string().nullable(),
  })
  .openapi('OAuthApp');

export const oauthAppListSchema = z.object({ data: z.array(oauthAppSchema) });

export const saveOAuthAppSchema = z
  .strictObject({
    providerSlug: slugSchema,
    authMethod: z.string().min(1).max(100).optional(),
    clientId: z.string().min(1).max(500),
    clientSecret: z
      .string()
      .max(20_000)
      .nullish()
      .openapi({ description: 'Left out or blank: the secret there is stays, as long as the client id does.' }),
    scopes: z.array(z.string().min(1).max(500)).max(200).nullish(),
    settings: z.record(z.string().min(1).max(100), z.unknown()).optional(),
    scope: appScopeSchema.optional(),
    organizationId: organizationIdSchema,
  })
  .openapi('SaveOAuthApp');

export const deleteOAuthAppQuerySchema = z.strictObject({
  scope: appScopeSchema.optional(),
  organizationId: organizationIdSchema,
});

/** How to make the OAuth app of a provider. */
export const oauthAppSetupSchema = z
  .object({
    providerSlug: slugSchema,
    providerName: z.string(),
    authMethod: z.string(),
    source: sourceSchema.nullable().openapi({ description: 'Whose app would serve now; null when there is none.' }),
    callbackUrl: z.string().openapi({ description: 'To enter at the provider, exactly so.' }),
    instructions: z.array(z.string()),
    createAppUrl: z.string().nullable().openapi({
      description: 'Where at the provider apps are made; null when that depends on a setting that is not there.',
    }),
    createAppUrlTemplate: z.string().nullable().openapi({
      description: 'The same before settings are put in for placeholders such as {settings.baseUrl}.',
    }),
    scopes: z.array(z.string()),
    optionalScopes: z.array(z.object({ scope: z.string(), description: z.string() })),
    needsSecret: z.boolean(),
    fields: z.array(fieldViewSchema).openapi({ description: 'Further settings of the app.' }),
    clientIdEnvVar: z.string().nullable(),
    clientSecretEnvVar: z.string().nullable(),
    warning: z.string().nullable(),
  })
  .openapi('OAuthAppSetup');

export const oauthAppSetupQuerySchema = z.strictObject({
  authMethod: z.string().min(1).max(100).optional(),
  organizationId: organizationIdSchema,
});

export const oauthAvailabilitySchema = z.object({
  data: z.array(
    z.object({
      providerSlug: slugSchema,
      supported: z.boolean().openapi({ description: 'Whether the provider has such a sign-in at all.' }),
      available: z.boolean(),
      source: sourceSchema.nullable(),
    }),
  ),
});

export const oauthAvailabilityQuerySchema = z.strictObject({
  providerSlug: slugSchema.optional(),
  organizationId: organizationIdSchema,
});

/** What is given to whatever a person does in the provider's own pages. */
const attemptShape = {
  providerSlug: slugSchema.optional().openapi({ description: 'Of a new connection.' }),
  connectionId: z.string().min(1).max(100).optional().openapi({ description: 'A connection there is.' }),
  authMethod: z.string().min(1).max(100).optional(),
  name: nameSchema.optional(),
  settings: z.record(z.string().min(1).max(100), z.unknown()).optional(),
  verifyTls: z.boolean().optional(),
  timeoutMs: z.number().int().min(1_000).max(600_000).optional(),
  redirectUrl: z.string().max(2_000).optional().openapi({ description: 'A page of the admin to end at.' }),
  organizationId: organizationIdSchema,
};

export const startOAuthSchema = z
  .strictObject({ ...attemptShape, scopes: z.array(z.string().min(1).max(500)).min(1).max(200).optional() })
  .openapi('StartOAuth');

export const installAppSchema = z
  .strictObject({
    ...attemptShape,
    credentials: credentialValuesSchema.optional().openapi({
      description: 'Of the app, without the installation. Of a connection there is, what is left out stays.',
    }),
  })
  .openapi('InstallApp');

/** A sign-in that was begun. */
export const oauthStartSchema = z
  .object({
    attemptId: z.string(),
    authorizationUrl: z.string().openapi({ description: "Where to send the person's browser." }),
    expiresAt: timestampSchema,
    warning: z.string().nullable(),
  })
  .openapi('OAuthStart');

/** A sign-in at a provider and how it ended. */
export const oauthAttemptSchema = z
  .object({
    id: z.string(),
    providerSlug: slugSchema,
    authMethod: z.string(),
    kind: z
      .enum(['sign_in', 'install'])
      .openapi({ description: 'install: an app was to be installed at the provider.' }),
    userId: z.string(),
    userLabel: z.string().nullable(),
    status: z.enum(['pending', 'success', 'error', 'expired']),
    connectionId: z.string().nullable(),
    error: z
      .object({ code: z.string().openapi({ description: "The provider's code, or ours." }), message: z.string() })
      .nullable(),
    // A union, because nullable() would count for every answer that holds a TestResult.
    test: z
      .union([testResultSchema, z.null()])
      .openapi({ description: 'What the connection answered right after a sign-in that succeeded.' }),
    createdAt: timestampSchema,
    expiresAt: timestampSchema,
  })
  .openapi('OAuthAttempt');

export const listOAuthAttemptsQuerySchema = z.strictObject({ ...pageQueryShape, providerSlug: slugSchema.optional() });
