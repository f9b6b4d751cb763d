import { type Executor, listConnections, type Connection as StoredConnection } from '@patchbay/db';
import { type Manifest, PatchbayError } from '@patchbay/schema';
import type { ServiceContext } from '../types.ts';

/**
 * The organization's connection of a provider, where a path names the provider alone; null when there is none. Disconnected ones do
 * not count, and with `authMethod` only those made with it. Of several none is taken for the one that is meant.
 */
export async function findOnlyConnection(
  { deps, actor }: ServiceContext,
  slug: string,
  { authMethod, db = deps.db.orm }: { authMethod?: string; db?: Executor } = {},
): Promise<{ manifest: Manifest; connection: StoredConnection | null }> {
  const manifest = deps.registry.require(slug);
  const { organizationId } = actor;
  const { rows } = await listConnections(db, {
    ...{ organizationId, providerSlug: manifest.id, authMethod, isConnected: true, limit: 100 },
  });
  const [connection, ...others] = rows;
  if (others.length > 0) {
    throw new PatchbayError(
      'conflict',
      `There are ${others.length + 1} connections of ${manifest.name}, so this path does not tell which one is meant. Use /integrations/connections/{id} with the id of one.`,
    );
  }
  return { manifest, connection: connection ?? null };
}

/** The same; throws `not_found` when there is none. */
export async function requireOnlyConnection(
  context: ServiceContext,
  slug: string,
): Promise<{ manifest: Manifest; connection: StoredConnection }> {
  const { manifest, connection } = await findOnlyConnection(context, slug);
  if (connection) return { manifest, connection };
  throw new PatchbayError(
    'not_found',
    `${manifest.name} is not configured. Send its settings to POST /integrations/${manifest.id}/configure first.`,
  );
}
