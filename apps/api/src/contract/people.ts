import { z } from '@hono/zod-openapi';
import { nameSchema, organizationIdSchema, pageQueryShape, timestampSchema } from './common.ts';

export const roleSchema = z.enum(['owner', 'admin', 'member', 'viewer']).openapi('Role');

export const memberSchema = z
  .object({
    userId: z.string(),
    email: z.string(),
    name: z.string(),
    role: roleSchema,
    createdAt: timestampSchema,
  })
  .openapi('Member');

/** An API key without the key itself, which is shown once, when it is made. */
export const apiKeySchema = z
  .object({
    id: z.string(),
    name: z.string().nullable(),
    start: z.string().nullable().openapi({ description: 'The first characters, to tell keys apart.' }),
    role: roleSchema,
    scopes: z
      .array(z.string())
      .nullable()
      .openapi({ description: 'What the key may do at most; null is all its role may do.' }),
    createdBy: z.string().nullable(),
    createdAt: timestampSchema,
    lastUsedAt: timestampSchema.nullable(),
    expiresAt: timestampSchema.nullable(),
  })
  .openapi('ApiKey');

export const createApiKeySchema = z
  .strictObject({
    name: nameSchema.max(100),
    role: roleSchema.optional().openapi({ description: "At most the caller's own role, which is also the default." }),
    scopes: z.array(z.string().max(100)).min(1).max(50).nullable().optional(),
    expiresInDays: z.number().int().min(1).max(3650).nullable().optional(),
    organizationId: organizationIdSchema,
  })
  .openapi('CreateApiKey');

export const createdApiKeySchema = apiKeySchema
  .extend({ key: z.string().openapi({ description: 'Shown this once.' }) })
  .openapi('CreatedApiKey');

export const listPeopleQuerySchema = z.strictObject(pageQueryShape);

/** Who is calling, and what this server is. */
export const meSchema = z
  .object({
    user: z.object({ id: z.string(), email: z.string(), name: z.string() }).nullable(),
    apiKey: z.object({ id: z.string() }).nullable(),
    organization: z.object({ id: z.string(), name: z.string(), slug: z.string().nullable() }),
    role: roleSchema,
    scopes: z.array(z.string()).nullable(),
    mode: z.enum(['embedded', 'server']),
    isOffline: z.boolean(),
    version: z.string(),
  })
  .openapi('Me');
