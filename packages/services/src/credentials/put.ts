import { z } from 'zod';
import { announceChange } from '../connections/announce-change.ts';
import { credentialsSchema } from '../connections/connection-input.ts';
import { requireAuthMethod } from '../connections/require-auth-method.ts';
import { requireConnection } from '../connections/require-connection.ts';
import { requireTypedCredentials } from '../connections/require-typed-credentials.ts';
import { toConnection } from '../connections/to-connection.ts';
import type { Connection } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { replaceCredentials } from './replace.ts';

const inputSchema = z.strictObject({
  connectionId: idSchema,
  authMethod: z.string().min(1).max(100).optional(),
  credentials: credentialsSchema,
});

/**
 * Gives a connection new credentials: a new version. A field not given keeps its value, and so does a secret left blank, as long as
 * the sign-in method stays. The connection is pending again until a test succeeds.
 */
export async function putCredentials(context: ServiceContext, input: z.input<typeof inputSchema>): Promise<Connection> {
  const { deps, actor } = context;
  requirePermission(actor, 'credentials.put');
  const { connectionId, authMethod, credentials } = parseInput(inputSchema, input);
  const known = await requireConnection(context, connectionId);
  const manifest = deps.registry.require(known.providerSlug);
  const method = requireAuthMethod(manifest, authMethod ?? known.authMethod, deps.settings);
  requireTypedCredentials(manifest, method);
  const connection = await deps.db.orm.transaction(async (tx) => {
    const { row, credential } = await replaceCredentials(tx, context, { connectionId, manifest, method, credentials });
    return toConnection(deps.settings, row, credential);
  });
  await announceChange(deps, connectionId);
  return connection;
}
