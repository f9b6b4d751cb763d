import { type Executor, listLastSyncRuns, listSyncStates, type Connection as StoredConnection } from '@patchbay/db';
import { z } from 'zod';
import { requireConnection } from '../connections/require-connection.ts';
import type { SyncInfo } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext, ServiceDeps } from '../types.ts';
import { toSyncInfo } from './to-sync-info.ts';

const inputSchema = z.strictObject({ connectionId: idSchema });

/** The syncs of a connection, in the order of the manifest: how each is scheduled, when it runs next, how it went. */
export async function listSyncs(context: ServiceContext, input: z.input<typeof inputSchema>): Promise<SyncInfo[]> {
  const { deps, actor } = context;
  requirePermission(actor, 'syncs.list');
  const { connectionId } = parseInput(inputSchema, input);
  return readSyncs(deps, deps.db.orm, await requireConnection(context, connectionId));
}

/** The same for a connection that is known already. */
export async function readSyncs(
  { registry, clock }: Pick<ServiceDeps, 'registry' | 'clock'>,
  db: Executor,
  { id: connectionId, organizationId, providerSlug }: StoredConnection,
): Promise<SyncInfo[]> {
  const manifest = registry.require(providerSlug);
  const key = { organizationId, connectionId };
  const states = new Map((await listSyncStates(db, key)).map((state) => [state.sync, state]));
  const lastRuns = new Map((await listLastSyncRuns(db, key)).map((run) => [run.name, run]));
  const now = new Date(clock.now());
  return Object.entries(manifest.syncs).map(([name, sync]) =>
    toSyncInfo({
      name,
      sync,
      connectionId,
      state: states.get(name) ?? null,
      lastRun: lastRuns.get(name) ?? null,
      now,
    }),
  );
}
