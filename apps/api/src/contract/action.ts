import { z } from '@hono/zod-openapi';

/** The operation's input, validated against what the manifest declares. */
export const actionInputSchema = z.record(z.string(), z.unknown()).openapi('ActionInput');

export const actionResultSchema = z
  .object({
    success: z.boolean(),
    result: z.unknown().optional(),
    items: z.array(z.unknown()).optional(),
    truncated: z.boolean().optional().openapi({
      description:
        'The provider has more items than these; of an interface: more than its result was made of. A list ends after 1 000.',
    }),
    error: z
      .object({
        code: z.string(),
        class: z.string().optional(),
        message: z.string(),
        isTransient: z.boolean(),
        whoseFault: z.enum(['you', 'provider', 'network', 'patchbay']).optional(),
        retryAfterSeconds: z.number().optional(),
        status: z.number().int().optional(),
      })
      .optional(),
    skippedOffline: z.boolean(),
    skippedPayload: z
      .unknown()
      .optional()
      .openapi({ description: 'In offline mode: the exact request, to post by hand.' }),
  })
  .openapi('ActionResult');
