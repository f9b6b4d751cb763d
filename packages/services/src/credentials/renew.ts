import { PatchbayError } from '@patchbay/schema';
import { z } from 'zod';
import { getConnection } from '../connections/get.ts';
import { loadTarget } from '../connections/load-target.ts';
import { requireConnection } from '../connections/require-connection.ts';
import { requireConnected } from '../connections/require-usable.ts';
import type { Connection } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';

const inputSchema = z.strictObject({ id: idSchema });

/** Renews the tokens of a connection now, whatever is left of their life. Throws `unsupported` when they cannot be. */
export async function renewCredentials(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<Connection> {
  requirePermission(context.actor, 'connections.refresh');
  const { id } = parseInput(inputSchema, input);
  requireConnected(await requireConnection(context, id));
  const before = await getConnection(context, { id });
  if (before.statusCode === 'reauth_required')
    throw new PatchbayError('reauth_required', `${before.statusReason ?? 'The access has ended.'}`);
  if (!before.credential?.isRefreshable) {
    throw new PatchbayError(
      'unsupported',
      `The credentials of "${before.name}" cannot be renewed: they have no refresh token. They work until the provider ends them.`,
    );
  }
  await (await loadTarget(context, id)).credentials.renew({ force: true });
  return getConnection(context, { id });
}
