import { z } from 'zod';
import { fixtureSchema } from './fixture.ts';
import { type InterfaceId, interfaces } from './interfaces/index.ts';
import { manifestSchema } from './manifest.ts';

/** The JSON Schema (draft 2020-12) of a manifest as it is written, for editors and for tools in other languages. */
export function manifestJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(manifestSchema, { io: 'input', reused: 'ref' }) as Record<string, unknown>;
}

/** The JSON Schema of a fixture as it is written. */
export function fixtureJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(fixtureSchema, { io: 'input' }) as Record<string, unknown>;
}

/** The JSON Schemas of what an interface is asked with and of what it gives. */
export function interfaceJsonSchema(id: InterfaceId): Record<'input' | 'output', Record<string, unknown>> {
  const { input, output } = interfaces[id];
  return {
    input: z.toJSONSchema(input, { io: 'input' }) as Record<string, unknown>,
    output: z.toJSONSchema(output, { io: 'output' }) as Record<string, unknown>,
  };
}
