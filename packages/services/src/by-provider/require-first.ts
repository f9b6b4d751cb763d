import { type Executor, lockForTransaction } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import type { ServiceContext } from '../types.ts';
import { findOnlyConnection } from './find-only-connection.ts';
import type { TokenMethod } from './token-method.ts';

/** Throws `conflict` when the organization has a connection made with the method already. Of two callers at once one waits. */
export async function requireFirst(
  tx: Executor,
  context: ServiceContext,
  { manifest, method }: TokenMethod,
): Promise<void> {
  await lockForTransaction(tx, `first/${context.actor.organizationId}/${manifest.id}/${method.id}`);
  const { connection } = await findOnlyConnection(context, manifest.id, { authMethod: method.id, db: tx });
  if (!connection) return;
  throw new PatchbayError(
    'conflict',
    `There is one for ${manifest.name} already: "${connection.name}". Change that one, or delete it first.`,
    { data: { connectionId: connection.id } },
  );
}
