import { z } from '@hono/zod-openapi';
import { nameSchema, organizationIdSchema, timestampSchema } from './common.ts';

const roleSchema = z.enum(['owner', 'admin', 'member', 'viewer']);
const ruleSchema = z.object({ attribute: z.string(), value: z.string(), role: roleSchema });

/** An identity provider the organization's people sign in with; its secret is write-only. */
export const ssoProviderSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    type: z.enum(['oidc', 'saml']),
    domain: z.string(),
    domainVerified: z.boolean().openapi({ description: 'Nobody signs in here until the domain is proven.' }),
    domainRecord: z
      .object({ name: z.string(), value: z.string() })
      .openapi({ description: 'The TXT record that proves the domain.' }),
    issuer: z.string(),
    oidc: z
      .object({
        clientId: z.string(),
        hasSecret: z.boolean(),
        scopes: z.array(z.string()),
        redirectUrl: z.string().openapi({ description: 'To enter at the identity provider.' }),
      })
      .nullable(),
    saml: z
      .object({
        entryPoint: z.string(),
        emailAttribute: z.string().nullable(),
        certificates: z.array(z.object({ subject: z.string(), expiresAt: timestampSchema })),
        acsUrl: z.string().openapi({ description: 'To enter at the identity provider.' }),
        entityId: z.string(),
        metadataUrl: z.string(),
      })
      .nullable(),
    defaultRole: roleSchema,
    roleMapping: z.array(ruleSchema),
    createdAt: timestampSchema,
    updatedAt: timestampSchema,
  })
  .openapi('SsoProvider');

export const ssoProviderListSchema = z.object({ data: z.array(ssoProviderSchema) });

const oidcInputSchema = z.strictObject({
  issuer: z.string().min(1).max(2_000),
  clientId: z.string().min(1).max(2_000),
  clientSecret: z.string().max(2_000).nullish().openapi({ description: 'Blank in a change: the one there is stays.' }),
  scopes: z.array(z.string().min(1).max(200)).min(1).max(50).optional(),
});
const samlInputSchema = z.strictObject({
  entityId: z.string().min(1).max(2_000),
  entryPoint: z.string().min(1).max(2_000),
  certificates: z
    .array(z.string().min(1).max(20_000))
    .min(1)
    .max(10)
    .optional()
    .openapi({ description: 'Left out in a change: those there stay.' }),
  emailAttribute: z.string().min(1).max(300).optional(),
});
const ruleInputSchema = z.strictObject({
  attribute: z.string().min(1).max(300),
  value: z.string().min(1).max(500),
  role: roleSchema,
});

export const createSsoProviderSchema = z
  .strictObject({
    name: nameSchema,
    domain: z.string().min(1).max(253),
    defaultRole: roleSchema.optional(),
    roleMapping: z.array(ruleInputSchema).max(50).optional(),
    oidc: oidcInputSchema.optional(),
    saml: samlInputSchema.optional(),
    organizationId: organizationIdSchema,
  })
  .openapi('CreateSsoProvider');

export const updateSsoProviderSchema = z
  .strictObject({
    name: nameSchema.optional(),
    domain: z.string().min(1).max(253).optional(),
    defaultRole: roleSchema.optional(),
    roleMapping: z.array(ruleInputSchema).max(50).optional(),
    oidc: oidcInputSchema.optional(),
    saml: samlInputSchema.optional(),
    organizationId: organizationIdSchema,
  })
  .openapi('UpdateSsoProvider');

export const startSsoSchema = z.strictObject({ email: z.email().max(254) }).openapi('StartSso');

export const ssoStartSchema = z
  .object({ url: z.string().openapi({ description: "Where to send the person's browser." }), provider: z.string() })
  .openapi('SsoStart');
