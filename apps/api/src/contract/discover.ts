import { z } from '@hono/zod-openapi';
import { organizationIdSchema } from './common.ts';

export const discoverSchema = z
  .strictObject({
    resourceType: z.string().trim().min(1).max(100).openapi({ example: 'repositories' }),
    filter: z
      .strictObject({
        namePattern: z.string().min(1).max(500).optional().openapi({
          description: '* stays within one path segment, ** crosses them, ? is one character.',
          example: 'team/*',
        }),
      })
      .optional(),
    organizationId: organizationIdSchema,
  })
  .openapi('Discover');

export const discoveredSchema = z
  .object({
    resourceType: z.string(),
    supportedResourceTypes: z.array(z.string()),
    resources: z.array(z.looseObject({ id: z.string(), name: z.string(), url: z.string().nullable().optional() })),
    truncated: z.boolean().openapi({ description: 'True when there was more than one answer holds.' }),
  })
  .openapi('Discovered');
