import { z } from '@hono/zod-openapi';
import { organizationIdSchema, timestampSchema } from './common.ts';
import { connectionStatusSchema } from './connection.ts';

export const llmKeySchema = z
  .object({
    id: z.string(),
    name: z.string().openapi({ description: 'The provider, as people call it.', example: 'Anthropic' }),
    provider: z.string(),
    key: z.string().nullable().openapi({
      description: 'The last four characters of the key; null where it is kept elsewhere.',
      example: '****...6789',
    }),
    url: z.string().nullable().openapi({ description: "Where the provider's API is." }),
    model: z.string().nullable().openapi({ description: 'Asked where a call names no model.' }),
    status: connectionStatusSchema,
    last_test_status: z.enum(['success', 'error']).nullable(),
    last_test_message: z.string().nullable(),
    created_by: z.string().nullable(),
    created_at: timestampSchema,
    updated_at: timestampSchema,
    last_used_at: timestampSchema.nullable(),
  })
  .openapi('LlmKey');

export const llmKeyListSchema = z.object({ data: z.array(llmKeySchema), nextCursor: z.null() });

export const llmKeyStatusSchema = z
  .object({
    configured: z.boolean(),
    providers: z.array(
      z.object({
        name: z.string(),
        provider: z.string(),
        configured: z.boolean(),
        keys: z.number().int().openapi({ description: 'More than one only where connections were made elsewhere.' }),
      }),
    ),
  })
  .openapi('LlmKeyStatus');

const keySchema = z.string().min(1).max(20_000).openapi({ description: 'The key, or an authref:// URI.' });
const modelSchema = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .openapi({ description: 'Asked where a call names no model.', example: 'claude-opus-4-6' });

export const createLlmKeySchema = z
  .strictObject({
    name: z.string().min(1).max(100).openapi({ description: 'The provider.', example: 'Anthropic' }),
    key: keySchema,
    model: modelSchema,
    organizationId: organizationIdSchema,
  })
  .openapi('CreateLlmKey');

export const updateLlmKeySchema = z
  .strictObject({
    key: keySchema.optional(),
    model: modelSchema.optional(),
    organizationId: organizationIdSchema,
  })
  .openapi('UpdateLlmKey');
