import { z } from 'zod';
import { requireWellFormed } from '../by-provider/token-method.ts';
import { updateConnection } from '../connections/update.ts';
import { putCredentials } from '../credentials/put.ts';
import type { LlmKey } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { llmKeyFields } from './llm-key-input.ts';
import { modelSetting } from './llm-providers.ts';
import { readLlmKey, requireLlmConnection } from './require-llm-connection.ts';

const inputSchema = z.strictObject({
  id: idSchema,
  key: llmKeyFields.key.optional(),
  model: llmKeyFields.model.optional(),
});

/** Replaces the key or the model; what is left out stays. */
export async function updateLlmKey(context: ServiceContext, input: z.input<typeof inputSchema>): Promise<LlmKey> {
  const { deps, actor } = context;
  requirePermission(actor, 'connections.update');
  requirePermission(actor, 'credentials.put');
  const { id, key, model } = parseInput(inputSchema, input);
  const { found } = await requireLlmConnection(context, id);
  if (key !== undefined) {
    requireWellFormed(deps, found, { token: key, path: 'key' });
    await putCredentials(context, { connectionId: id, credentials: { [found.field]: key } });
  }
  if (model !== undefined) await updateConnection(context, { id, settings: { [modelSetting]: model } });
  return readLlmKey(context, id);
}
