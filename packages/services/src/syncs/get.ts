import { closestName } from '@patchbay/registry';
import { PatchbayError } from '@patchbay/schema';
import { z } from 'zod';
import { requireConnection } from '../connections/require-connection.ts';
import type { SyncInfo } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import { toWordsList } from '../support/to-words-list.ts';
import type { ServiceContext } from '../types.ts';
import { readSyncs } from './list.ts';

const inputSchema = z.strictObject({ connectionId: idSchema, sync: z.string().min(1).max(100) });

/** One sync of a connection. */
export async function getSync(context: ServiceContext, input: z.input<typeof inputSchema>): Promise<SyncInfo> {
  const { deps, actor } = context;
  requirePermission(actor, 'syncs.list');
  const { connectionId, sync } = parseInput(inputSchema, input);
  const syncs = await readSyncs(deps, deps.db.orm, await requireConnection(context, connectionId));
  const found = syncs.find(({ name }) => name === sync);
  if (!found)
    throw syncNotFound(
      sync,
      syncs.map(({ name }) => name),
    );
  return found;
}

export function syncNotFound(wanted: string, names: string[]): PatchbayError {
  if (names.length === 0) return new PatchbayError('not_found', 'The provider of this connection has nothing to sync.');
  const nearest = closestName(wanted, names);
  const hint = nearest ? `Did you mean "${nearest}"?` : `There are ${toWordsList(names)}.`;
  return new PatchbayError('not_found', `There is no sync of that name. ${hint}`);
}
