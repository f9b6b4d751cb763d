import { listSyncStates } from '@patchbay/db';
import { isPatchbayError, PatchbayError } from '@patchbay/schema';
import { z } from 'zod';
import type { StartedSyncs } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import { scheduleOf } from '../syncs/schedule-of.ts';
import { startSync } from '../syncs/start.ts';
import type { ServiceContext } from '../types.ts';
import { requireOnlyConnection } from './find-only-connection.ts';

const inputSchema = z.strictObject({ slug: idSchema });

/** Starts every sync of a provider that is switched on. One that is under way already is told with the run it has. */
export async function syncProvider(context: ServiceContext, input: z.input<typeof inputSchema>): Promise<StartedSyncs> {
  const { deps, actor } = context;
  requirePermission(actor, 'syncs.start');
  const { slug } = parseInput(inputSchema, input);
  const { manifest, connection } = await requireOnlyConnection(context, slug);
  const key = { organizationId: actor.organizationId, connectionId: connection.id };
  const states = new Map((await listSyncStates(deps.db.orm, key)).map((state) => [state.sync, state]));
  const names = Object.entries(manifest.syncs)
    .filter(([name, sync]) => scheduleOf(sync, states.get(name) ?? null).isEnabled)
    .map(([name]) => name);
  if (names.length === 0) throw new PatchbayError('unsupported', `${manifest.name} has no sync that is switched on.`);
  const runs: StartedSyncs['runs'] = [];
  for (const sync of names) {
    try {
      runs.push({ sync, ...(await startSync(context, { connectionId: connection.id, sync })) });
    } catch (error) {
      const runId = isPatchbayError(error) && error.code === 'conflict' ? error.data?.runId : undefined;
      if (typeof runId !== 'string') throw error;
      runs.push({ sync, runId });
    }
  }
  return { runs };
}
