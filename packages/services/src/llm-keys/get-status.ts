import type { LlmKeyStatus } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import type { ServiceContext } from '../types.ts';
import { findLlmConnections } from './find-llm-connections.ts';
import { llmProviders } from './llm-providers.ts';

/** Which providers of language models may be given a key, and which have one. */
export async function getLlmKeyStatus(context: ServiceContext): Promise<LlmKeyStatus> {
  requirePermission(context.actor, 'connections.list');
  const all = await findLlmConnections(context);
  const providers = llmProviders(context.deps.registry).map(({ manifest }) => {
    const keys = all.filter(({ found }) => found.manifest.id === manifest.id).length;
    return { name: manifest.name, provider: manifest.id, configured: keys > 0, keys };
  });
  return { configured: all.length > 0, providers };
}
