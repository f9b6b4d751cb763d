import { z } from '@hono/zod-openapi';
import { capabilitySchema, categorySchema, interfaceIdSchema } from '@patchbay/schema';
import { booleanQuerySchema, organizationIdSchema, slugSchema } from './common.ts';
import { fieldViewSchema } from './field-view.ts';

const deprecatedSchema = z
  .object({ since: z.string().optional(), reason: z.string(), replacedBy: z.string().optional() })
  .nullable();

/** A provider as the catalog lists it. */
export const providerInfoSchema = z
  .object({
    slug: slugSchema,
    name: z.string(),
    type: z.string().openapi({ description: 'The category.' }),
    provider: z.string().openapi({ description: 'The slug again, under the name older callers use.' }),
    description: z.string(),
    category: z.string(),
    tags: z.array(z.string()),
    capabilities: z.array(z.string()),
    interfaces: z.array(z.string()).openapi({ description: 'Those it serves, such as scm.comment.' }),
    isTestOnly: z.boolean(),
    isPrivate: z.boolean().openapi({ description: 'From the folder of private manifests.' }),
    supportsDiscovery: z.boolean(),
    supportedResourceTypes: z.array(z.string()),
    authMethods: z.array(z.object({ id: z.string(), type: z.string(), label: z.string() })),
    level: z.string().openapi({ description: 'Quality, proven by verify: unlisted, bronze, silver, gold, platinum.' }),
    logoUrl: z.string(),
    deprecated: deprecatedSchema,
    connectionCount: z.number().int(),
  })
  .openapi('ProviderInfo');

/** A provider whole: everything a connect form and its page show. */
export const providerDetailSchema = z
  .object({
    // Spread, not extended: in the document that would be both shapes of authMethods at once.
    ...providerInfoSchema.shape,
    version: z.string(),
    owners: z.array(z.string()),
    links: z.record(z.string(), z.string()),
    variants: z.array(
      z.object({
        id: z.string(),
        label: z.string(),
        description: z.string().nullable(),
        settings: z.record(z.string(), z.unknown()),
      }),
    ),
    settings: z.array(fieldViewSchema),
    authMethods: z.array(
      z.object({
        id: z.string(),
        type: z.string(),
        label: z.string(),
        description: z.string(),
        fields: z.array(fieldViewSchema),
        createUrl: z.string().nullable().openapi({
          description:
            'Where at the provider the credentials are made, at its usual server; null when that depends on a setting without a default.',
        }),
        createUrlTemplate: z.string().nullable().openapi({
          description: 'The same before settings are put in for placeholders such as {settings.baseUrl}.',
        }),
        setup: z.array(z.string()),
        scopes: z.array(z.string()),
        supported: z.boolean().openapi({ description: 'Whether this server can run the method yet.' }),
        install: z
          .object({ field: z.string(), takes: z.array(z.string()) })
          .nullable()
          .openapi({
            description:
              'Of an app that can be installed from here: the field that installing it fills in, and those it takes besides the required ones.',
          }),
      }),
    ),
    operations: z.array(
      z.object({
        name: z.string(),
        description: z.string(),
        safety: z.enum(['read', 'write', 'destructive']),
        scopes: z.array(z.string()),
        input: z.array(fieldViewSchema),
      }),
    ),
    syncs: z.array(
      z.object({
        name: z.string(),
        model: z.string(),
        mode: z.string(),
        schedule: z.string().nullable(),
        operation: z.string().nullable(),
      }),
    ),
    resources: z.array(
      z.object({ type: z.string(), label: z.string(), operation: z.string(), aliases: z.array(z.string()) }),
    ),
    webhooks: z
      .object({
        scheme: z.string(),
        schemes: z.array(
          z.object({
            id: z.string().openapi({ description: 'What a webhook names: verify, or the place of an alternative.' }),
            type: z.string(),
            secretFrom: z.enum(['endpoint', 'credential', 'setting', 'none']),
            reason: z.string().nullable().openapi({ description: 'Why there is no signature.' }),
          }),
        ),
        events: z.array(z.object({ name: z.string(), description: z.string() })),
        // A union, because nullable() writes "a field and null" into the document, which nothing satisfies.
        resource: z
          .union([fieldViewSchema, z.null()])
          .openapi({ description: 'What a hook hangs on, such as a repository.' }),
        canRegister: z.boolean(),
        canTest: z.boolean(),
        setup: z.array(z.string()),
        source: z.string().nullable(),
      })
      .nullable(),
    notTaken: z
      .array(z.object({ interface: z.string(), input: z.string(), reason: z.string(), instead: z.string() }))
      .openapi({
        description: 'Inputs of its interfaces that the provider has no place for; a call that passes one is refused.',
      }),
    callbackUrl: z.string(),
    setupGuide: z.array(z.string()),
    simulated: z
      .array(
        z.object({
          method: z.string(),
          settings: z.record(z.string(), z.unknown()),
          credentials: z.record(z.string(), z.string()),
        }),
      )
      .nullable()
      .openapi({ description: 'Where a simulator answers for the provider: what it takes, made up. Null elsewhere.' }),
    migrations: z.array(z.object({ version: z.string(), notes: z.array(z.string()) })).openapi({
      description: 'What versions that broke something ask of those who use it, the newest first.',
    }),
  })
  .openapi('ProviderDetail');

export const providerQuerySchema = z.strictObject({
  includeTestOnly: booleanQuerySchema,
  category: categorySchema.optional(),
  capability: capabilitySchema.optional(),
  interface: interfaceIdSchema.optional().openapi({ description: 'Only those that serve it.' }),
  q: z.string().max(200).optional().openapi({ description: 'Words to look for in names, descriptions and tags.' }),
  organizationId: organizationIdSchema,
});
