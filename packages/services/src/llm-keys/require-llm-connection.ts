import { getConnection, getCurrentCredential } from '@patchbay/db';
import type { LlmKey } from '../dto/index.ts';
import type { ServiceContext } from '../types.ts';
import type { LlmConnection } from './find-llm-connections.ts';
import { llmKeyNotFound } from './llm-key-not-found.ts';
import { llmProviders } from './llm-providers.ts';
import { toLlmKey } from './to-llm-key.ts';

/** The connection of that id, when it holds a key of a provider of language models; else `not_found`. */
export async function requireLlmConnection(context: ServiceContext, id: string): Promise<LlmConnection> {
  const { deps, actor } = context;
  const connection = await getConnection(deps.db.orm, { organizationId: actor.organizationId, id });
  const found = llmProviders(deps.registry).find(
    ({ manifest, method }) => manifest.id === connection?.providerSlug && method.id === connection.authMethod,
  );
  if (!found || !connection || connection.status === 'disconnected') throw llmKeyNotFound();
  return { found, connection };
}

/** The key of that id as callers see it. */
export async function readLlmKey(context: ServiceContext, id: string): Promise<LlmKey> {
  const { deps, actor } = context;
  const { organizationId } = actor;
  const found = await requireLlmConnection(context, id);
  return toLlmKey(found, await getCurrentCredential(deps.db.orm, { organizationId, connectionId: id }));
}
