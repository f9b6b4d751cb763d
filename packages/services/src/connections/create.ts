import type { Connection } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import type { ServiceContext } from '../types.ts';
import { getConnection } from './get.ts';
import { makeConnection, type NewConnectionInput } from './make.ts';

/**
 * Connects a provider: settings and credentials are held against the manifest, the credentials are sealed. The connection is
 * pending until a test succeeds. With an idempotency key a repeated call gives the connection the first one made.
 */
export async function createConnection(context: ServiceContext, input: NewConnectionInput): Promise<Connection> {
  requirePermission(context.actor, 'connections.create');
  return getConnection(context, { id: await makeConnection(context, input) });
}
