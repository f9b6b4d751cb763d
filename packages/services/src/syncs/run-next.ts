import { listWaitingSyncs } from '@patchbay/db';
import type { Run } from '../dto/index.ts';
import type { ServiceDeps } from '../types.ts';
import type { Turns } from './create-turns.ts';
import { type RunSyncOptions, runSync } from './run.ts';

/** As many of a provider of an organization as one process may take at once, and some for others who take them first. */
const headsPerPair = 20;

/**
 * Does the waiting sync whose turn it is: the worker's verb. A job says only that something waits; which run that is gets decided here,
 * so that the order in which runs were queued does not decide who waits. Null when nothing may begin now.
 */
export async function runNextSync(deps: ServiceDeps, turns: Turns, options: RunSyncOptions = {}): Promise<Run | null> {
  for (;;) {
    if (options.signal?.aborted) return null;
    const turn = turns.begin(await listWaitingSyncs(deps.db.orm, { perPair: headsPerPair }));
    if (!turn) return null;
    const { organizationId, runId } = turn.run;
    try {
      const run = await runSync(deps, { organizationId, runId }, options);
      // Null: another process took it first. Then it is somebody else's turn here.
      if (run) return run;
    } finally {
      turn.end();
    }
  }
}

/**
 * Asks for a worker to look at what waits and could begin here, as often as there are places. What was passed over for a full organization
 * or provider has no job of its own any more: call it when a place becomes free, and every few seconds. Answers whether something is passed
 * over still.
 */
export async function callForWaitingSyncs(
  deps: Pick<ServiceDeps, 'db' | 'jobs'>,
  turns: Turns,
  { places }: { places: number },
): Promise<boolean> {
  const waiting = await listWaitingSyncs(deps.db.orm, { perPair: headsPerPair });
  const eligible = turns.eligible(waiting);
  for (const { organizationId, runId } of eligible.slice(0, places)) {
    await deps.jobs.enqueue({ name: 'sync.run', data: { organizationId, runId } });
  }
  return eligible.length < waiting.length;
}
