import { z } from 'zod';
import { requireFirst } from '../by-provider/require-first.ts';
import { requireWellFormed, tokenName } from '../by-provider/token-method.ts';
import { idempotencyKeySchema } from '../connections/connection-input.ts';
import { makeConnection } from '../connections/make.ts';
import type { LlmKey } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { llmKeyFields } from './llm-key-input.ts';
import { modelSetting, requireLlmProvider } from './llm-providers.ts';
import { readLlmKey } from './require-llm-connection.ts';

const inputSchema = z.strictObject({
  /** Of the provider: Anthropic. */
  name: z.string().min(1, 'is needed').max(100, 'is longer than 100 characters'),
  ...llmKeyFields,
  idempotencyKey: idempotencyKeySchema,
});

/** Stores the key of a provider, sealed, with the model that is asked by default. A provider has one key, and a key is stored once. */
export async function createLlmKey(context: ServiceContext, input: z.input<typeof inputSchema>): Promise<LlmKey> {
  const { deps, actor } = context;
  requirePermission(actor, 'connections.create');
  const { name, key, model, idempotencyKey } = parseInput(inputSchema, input);
  const found = requireLlmProvider(deps.registry, name);
  requireWellFormed(deps, found, { token: key, path: 'key' });
  const { manifest, method, field } = found;
  const id = await makeConnection(
    context,
    {
      providerSlug: manifest.id,
      name: tokenName(found),
      authMethod: method.id,
      settings: { [modelSetting]: model },
      credentials: { [field]: key },
      idempotencyKey,
    },
    { guard: (tx) => requireFirst(tx, context, found) },
  );
  return readLlmKey(context, id);
}
