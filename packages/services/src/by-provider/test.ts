import { z } from 'zod';
import { testConnection } from '../connections/test.ts';
import type { TestOutcome } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { requireOnlyConnection } from './find-only-connection.ts';

const inputSchema = z.strictObject({ slug: idSchema });

/** Tests the organization's one connection of a provider. */
export async function testProvider(context: ServiceContext, input: z.input<typeof inputSchema>): Promise<TestOutcome> {
  requirePermission(context.actor, 'connections.test');
  const { slug } = parseInput(inputSchema, input);
  const { connection } = await requireOnlyConnection(context, slug);
  return testConnection(context, { id: connection.id });
}
