import { z } from '@hono/zod-openapi';

/** An instant in UTC, ISO 8601 with milliseconds. */
export const timestampSchema = z.string().openapi({ format: 'date-time', example: '2026-01-31T09:30:00.000Z' });

/** An organization may be named for clarity; it has to be the caller's own, anything else answers 404. */
export const organizationIdSchema = z
  .string()
  .max(100)
  .optional()
  .openapi({ description: "The caller's own organization. Any other one answers 404." });

/** What a name of ours may look like: one line, no control characters. */
export const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(200)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'must be a single line without control characters');

export const slugSchema = z.string().min(1).max(100).openapi({ example: 'docker-registry' });

/** Parameters of a path that ends in one id. */
export function idParams(example: string) {
  return z.object({ id: z.string().min(1).max(100).openapi({ example }) });
}

/** How a list is paged: `cursor` is the `nextCursor` of the page before. */
export const pageQueryShape = {
  limit: z.coerce
    .number({ error: 'must be a number from 1 to 500' })
    .int()
    .min(1)
    .max(500)
    .default(50)
    .openapi({ description: 'How many rows to answer with, at most 500.' }),
  cursor: z.string().max(500).optional().openapi({ description: 'The nextCursor of the page before.' }),
  organizationId: organizationIdSchema,
};

/** `true` or `false` in a query string. */
export const booleanQuerySchema = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .optional()
  .openapi({ type: 'boolean' });

/** One page of a list; `nextCursor` is null on the last one. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ data: z.array(item), nextCursor: z.string().nullable() });
}

export const pageQuerySchema = z.strictObject(pageQueryShape);

/** The query of a route that takes nothing else. */
export const organizationQuerySchema = z.strictObject({ organizationId: organizationIdSchema });

/** Makes a creating POST safe to repeat: the same key answers with what the first one made. */
export const idempotencyHeaderSchema = z.object({
  'idempotency-key': z
    .string()
    .min(1)
    .max(200)
    .optional()
    .openapi({ description: 'Makes the request safe to repeat within a day.' }),
});
