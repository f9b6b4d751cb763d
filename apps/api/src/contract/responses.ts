import type { z } from '@hono/zod-openapi';
import { errorSchema } from './error.ts';

/** A JSON answer of a route. */
export function jsonResponse<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

/** A JSON body a route needs. Always required: without that a missing Content-Type would skip validation. */
export function jsonBody<Schema extends z.ZodType>(schema: Schema) {
  return { required: true, content: { 'application/json': { schema } } };
}

/** Every failed request answers with this shape. */
export const failure = { default: jsonResponse(errorSchema, 'What went wrong, whose fault it is and the next step.') };
