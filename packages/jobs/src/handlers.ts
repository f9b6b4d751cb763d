import { pruneIdempotencyKeys } from '@patchbay/db';
import {
  checkDueHooks,
  type Job,
  markInterruptedRuns,
  pruneEvents,
  pruneRuns,
  pruneWebhooks,
  renewDueCredentials,
  reopenDueFindings,
  runDoctor,
  runNextSync,
  type ServiceDeps,
  type Turns,
} from '@patchbay/services';
import type { hooksQueue, renewQueue, sweepQueue } from './queues.ts';
import type { Scheduler } from './start-scheduler.ts';

/** Those that stay are looked at anew each time, which is more than a sweep a minute should do. */
const pruneRunsEveryMs = 3_600_000;

export interface HandlerOptions {
  /** Aborted when the process is to end, or when the job was given to another worker. */
  signal: AbortSignal;
}

/** What is done with the jobs of each queue. A handler that throws is called again later. */
export type JobHandlers = {
  [Name in Job['name']]: (data: Extract<Job, { name: Name }>['data'], options: HandlerOptions) => Promise<unknown>;
} & {
  [Name in typeof sweepQueue | typeof renewQueue | typeof hooksQueue]: (
    data: unknown,
    options: HandlerOptions,
  ) => Promise<unknown>;
};

/** Each queue calls a verb of the services. A job of a sync says that one waits; whose turn it is, the verb decides. */
export function createHandlers(
  deps: ServiceDeps,
  { turns, scheduler }: { turns: Turns; scheduler: Pick<Scheduler, 'onPassedOver' | 'onPlaceFree'> },
): JobHandlers {
  let runsPrunedAt = Number.NEGATIVE_INFINITY;
  return {
    'sync.run': async (_data, { signal }) => {
      if (!(await runNextSync(deps, turns, { signal }))) scheduler.onPassedOver();
      else if (!signal.aborted) await scheduler.onPlaceFree();
    },
    'doctor.run': (data, { signal }) => runDoctor(deps, data, { signal }),
    'webhooks.check': (_data, { signal }) => checkDueHooks(deps, { signal }),
    'credentials.renew': (_data, { signal }) => renewDueCredentials(deps, { signal }),
    'maintenance.sweep': async (_data, { signal }) => {
      await markInterruptedRuns(deps);
      await reopenDueFindings(deps, { signal });
      await pruneIdempotencyKeys(deps.db.orm);
      await pruneEvents(deps, { signal });
      await pruneWebhooks(deps, { signal });
      const now = deps.clock.now();
      if (now - runsPrunedAt < pruneRunsEveryMs) return;
      await pruneRuns(deps, { signal });
      runsPrunedAt = now;
    },
  };
}
