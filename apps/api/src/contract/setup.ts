import { z } from '@hono/zod-openapi';
import { nameSchema } from './common.ts';

export const setupStatusSchema = z
  .object({ isSetUp: z.boolean().openapi({ description: 'True once the first owner exists.' }) })
  .openapi('SetupStatus');

export const setupSchema = z
  .strictObject({
    token: z.string().min(1).max(500).openapi({ description: 'PATCHBAY_SETUP_TOKEN, or the one printed at start.' }),
    email: z.email().max(254),
    password: z.string().min(8, 'must have at least 8 characters').max(128),
    name: nameSchema,
    organizationName: nameSchema,
  })
  .openapi('Setup');

export const setupResultSchema = z
  .object({
    organizationId: z.string(),
    userId: z.string(),
    apiKey: z.string().openapi({ description: 'Shown this once.' }),
  })
  .openapi('SetupResult');
