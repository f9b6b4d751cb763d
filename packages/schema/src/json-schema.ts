import { z } from 'zod';
import { manifestSchema } from './manifest.ts';

/** The JSON Schema (draft 2020-12) of a manifest as it is written, for editors and for tools in other languages. */
export function manifestJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(manifestSchema, { io: 'input', reused: 'ref' }) as Record<string, unknown>;
}
