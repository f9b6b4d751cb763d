import { getConnection, type Connection as StoredConnection } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import type { ServiceContext } from '../types.ts';

/** The connection of the caller's organization. One of another organization does not exist: `not_found`. */
export async function requireConnection({ deps, actor }: ServiceContext, id: string): Promise<StoredConnection> {
  const row = await getConnection(deps.db.orm, { organizationId: actor.organizationId, id });
  if (!row) throw connectionNotFound();
  return row;
}

export function connectionNotFound(): PatchbayError {
  return new PatchbayError(
    'not_found',
    'There is no such connection. It may have been deleted; the list shows those there are.',
  );
}
