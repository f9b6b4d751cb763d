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

export const changeRoleSchema = z
  .strictObject({ role: roleSchema, organizationId: organizationIdSchema })
  .openapi('ChangeRole');

/** An invitation that can still be accepted. */
export const invitationSchema = z
  .object({
    id: z.string().openapi({ description: 'The secret of the link: whoever knows it can join.' }),
    email: z.string(),
    role: roleSchema,
    invitedBy: z.string(),
    createdAt: timestampSchema,
    expiresAt: timestampSchema,
  })
  .openapi('Invitation');

export const createInvitationSchema = z
  .strictObject({
    email: z.string().trim().max(254).pipe(z.email('must be an email address')),
    role: roleSchema.openapi({ description: "At most the caller's own role." }),
    organizationId: organizationIdSchema,
  })
  .openapi('CreateInvitation');

/** An invitation as the one who holds its link sees it. */
export const invitationViewSchema = z
  .object({
    organizationName: z.string(),
    invitedBy: z.string(),
    email: z.string(),
    role: roleSchema,
    status: z.enum(['open', 'expired', 'accepted', 'declined', 'cancelled']),
    expiresAt: timestampSchema,
    hasAccount: z.boolean().openapi({ description: 'Whether the invited address has an account here already.' }),
    signedInAs: z.string().nullable().openapi({ description: 'The address of whoever is signed in here.' }),
  })
  .openapi('InvitationView');

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
    permissions: z.array(z.string()).openapi({
      description: 'What role and scopes together allow: connections.list, actions.write and so on.',
    }),
    mode: z.enum(['embedded', 'server']),
    isOffline: z.boolean(),
    version: z.string(),
  })
  .openapi('Me');
