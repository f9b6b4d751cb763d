import { z } from 'zod';
import { httpsUrlSchema, slugSchema, templateValueSchema, typeNameSchema } from './text.ts';

export const categorySchema = z
  .enum([
    'Cloud',
    'Identity & Access',
    'HR & People',
    'Development',
    'Communication',
    'Monitoring',
    'Infrastructure',
    'Security',
    'Productivity',
  ])
  .describe('Where the catalog lists the provider.');
export type Category = z.output<typeof categorySchema>;

export const capabilitySchema = z
  .enum(['sync', 'webhook', 'realtime', 'write', 'checks', 'discovery', 'health', 'annotate'])
  .describe(
    'sync: has syncs · webhook: receives signed events · realtime: events reach us within seconds · write: has write operations · checks: runs scans or checks · discovery: lists resources · health: has a test operation · annotate: comments or statuses on changes.',
  );
export type Capability = z.output<typeof capabilitySchema>;

export const identity = {
  schema: z.literal(1).describe('Version of this vocabulary.'),
  id: slugSchema.describe('The provider. Equal to the folder and to the package suffix; never changes once published.'),
  version: z
    .string()
    .regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, 'use semantic versioning, such as 1.0.0')
    .describe("The manifest's own version (semver): breaking = major."),
  name: z.string().min(1).max(60).describe("The provider's name as it writes it."),
  description: z.string().min(10).max(300).describe('One sentence: what connecting it gives.'),
  category: categorySchema,
  tags: z.array(slugSchema).max(12).default([]).describe('Words people search for.'),
  owners: z
    .array(z.string().regex(/^@[\w-]+(\/[\w-]+)?$/, 'use a handle or team, such as @patchbay/maintainers'))
    .min(1)
    .describe('Who answers for this manifest.'),
  links: z
    .strictObject({
      homepage: httpsUrlSchema.describe("The provider's site."),
      documentation: httpsUrlSchema.optional().describe('Its documentation for people.'),
      apiReference: httpsUrlSchema.describe('The API reference the operations were taken from.'),
      openapi: httpsUrlSchema.optional().describe('Its machine-readable API description.'),
      status: httpsUrlSchema.optional().describe('Its status page.'),
    })
    .describe('Where facts about the provider come from.'),
  testOnly: z.boolean().default(false).describe('Serves tests; hidden from the catalog unless asked for.'),
  deprecated: z
    .strictObject({
      since: z.iso.date().describe('From when.'),
      replacedBy: slugSchema.optional().describe('The provider to use instead.'),
      removeAfter: z.iso.date().describe('Not removed before.'),
      note: z.string().optional().describe('What to do now.'),
    })
    .optional()
    .describe('Set when the manifest is on its way out.'),
  migrations: z
    .record(
      z.string().regex(/^[1-9]\d*\.0\.0$/, 'use the version that broke something, such as 2.0.0'),
      z.array(z.string().min(10).max(500)).min(1),
    )
    .default({})
    .describe('What those who use it have to do or to know, by the version that broke something; a sentence each.'),
  variants: z
    .record(
      typeNameSchema,
      z.strictObject({
        label: z.string().describe('What people choose.'),
        description: z.string().optional().describe('When to choose it.'),
        settings: z.record(z.string(), templateValueSchema).describe('Settings this variant fills in.'),
      }),
    )
    .default({})
    .describe('Ready choices of settings: cloud, self-hosted, regions.'),
  capabilities: z
    .array(capabilitySchema)
    .describe("What the manifest can do; verify holds it against the manifest's sections."),
  setup: z
    .array(z.string().min(1).max(500))
    .default([])
    .describe('Steps before connecting, in order, one sentence each; shown beside the form.'),
};
