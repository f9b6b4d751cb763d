import { z } from 'zod';
import { makeConnection } from '../connections/make.ts';
import { updateConnection } from '../connections/update.ts';
import { putCredentials } from '../credentials/put.ts';
import type { ProviderToken } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, nameSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { findOnlyConnection } from './find-only-connection.ts';
import { requireFirst } from './require-first.ts';
import { toProviderToken } from './to-provider-token.ts';
import { requireTokenMethod, requireWellFormed, tokenName } from './token-method.ts';

const inputSchema = z.strictObject({
  slug: idSchema,
  token: z.string().min(1, 'is needed'),
  /** Default: the name it has, else what the provider calls such a token. */
  name: nameSchema.optional(),
});

/** Stores the token of a provider, sealed; the one there was is wiped. */
export async function saveProviderToken(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<ProviderToken> {
  const { deps, actor } = context;
  requirePermission(actor, 'connections.create');
  requirePermission(actor, 'credentials.put');
  const { slug, token, name } = parseInput(inputSchema, input);
  const found = requireTokenMethod(deps.registry.require(slug));
  requireWellFormed(deps, found, { token, path: 'token' });
  const { manifest, method, field } = found;
  const only = { authMethod: method.id };
  const { connection } = await findOnlyConnection(context, slug, only);
  const credentials = { [field]: token };
  if (connection) {
    await putCredentials(context, { connectionId: connection.id, credentials });
    if (name !== undefined) await updateConnection(context, { id: connection.id, name });
  } else {
    await makeConnection(
      context,
      { providerSlug: manifest.id, name: name ?? tokenName(found), authMethod: method.id, credentials },
      { guard: (tx) => requireFirst(tx, context, found) },
    );
  }
  const saved = await findOnlyConnection(context, slug, only);
  return toProviderToken(context, saved.connection);
}
