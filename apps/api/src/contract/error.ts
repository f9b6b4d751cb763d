import { z } from '@hono/zod-openapi';

/** What every failed request answers with. */
export const errorSchema = z
  .object({
    error: z.object({
      code: z
        .string()
        .openapi({ description: 'One of a closed set; programs branch on it.', example: 'invalid_input' }),
      message: z.string().openapi({ description: 'Whose fault it is and the next step, for people.' }),
      requestId: z.string().openapi({ description: 'The same id stands in the X-Request-Id header and in the log.' }),
      details: z
        .array(z.object({ path: z.string(), message: z.string() }))
        .optional()
        .openapi({ description: 'Which parts of the input were wrong.' }),
    }),
  })
  .openapi('Error');

/** A provider's or a run's error, as kept with the thing that failed. */
export const failureSchema = z
  .object({
    code: z.string(),
    class: z
      .string()
      .nullable()
      .openapi({ description: 'How the answer was classified: auth_invalid, rate_limited …' }),
    message: z.string(),
    nextStep: z.string().nullable(),
  })
  .openapi('Failure');
