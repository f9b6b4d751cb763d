import { listConnections, type Connection as StoredConnection } from '@patchbay/db';
import type { TokenMethod } from '../by-provider/token-method.ts';
import type { ServiceContext } from '../types.ts';
import { llmProviders } from './llm-providers.ts';

/** A connection that holds a key, and how its provider takes it. */
export interface LlmConnection {
  found: TokenMethod;
  connection: StoredConnection;
}

/** The most keys of one provider that are looked at; an organization has one of each, unless it made connections elsewhere. */
const most = 100;

/** Every key of the organization, by provider and then the newest first. */
export async function findLlmConnections(
  { deps, actor }: ServiceContext,
  providers = llmProviders(deps.registry),
): Promise<LlmConnection[]> {
  const { organizationId } = actor;
  const pages = await Promise.all(
    providers.map(async (found) => {
      const { rows } = await listConnections(deps.db.orm, {
        ...{ organizationId, limit: most, isConnected: true },
        ...{ providerSlug: found.manifest.id, authMethod: found.method.id },
      });
      return rows.map((connection) => ({ found, connection }));
    }),
  );
  return pages.flat();
}
