import { z } from 'zod';
import { findOnlyConnection } from '../by-provider/find-only-connection.ts';
import type { LlmKey } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { llmKeyNotFound } from './llm-key-not-found.ts';
import { findLlmProvider } from './llm-providers.ts';
import { readLlmKey } from './require-llm-connection.ts';

const inputSchema = z.strictObject({
  /** Of the provider, such as Anthropic; or the id of a key. */
  name: z.string().min(1).max(100),
});

/** The key of one provider, or of one id. */
export async function getLlmKey(context: ServiceContext, input: z.input<typeof inputSchema>): Promise<LlmKey> {
  requirePermission(context.actor, 'connections.get');
  const { name } = parseInput(inputSchema, input);
  const found = findLlmProvider(context.deps.registry, name);
  if (!found) return readLlmKey(context, name);
  const { connection } = await findOnlyConnection(context, found.manifest.id, { authMethod: found.method.id });
  if (!connection) throw llmKeyNotFound();
  return readLlmKey(context, connection.id);
}
