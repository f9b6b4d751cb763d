import { pruneIdempotencyKeys } from '@patchbay/db';
import {
  type Job,
  markInterruptedRuns,
  pruneEvents,
  renewDueCredentials,
  reopenDueFindings,
  runSync,
  type ServiceDeps,
} from '@patchbay/services';
import type { renewQueue, sweepQueue } from './queues.ts';

export interface HandlerOptions {
  /** Aborted when the process is to end, or when the job was given to another worker. */
  signal: AbortSignal;
}

/** What is done with the jobs of each queue. A handler that throws is called again later. */
export type JobHandlers = {
  [Name in Job['name']]: (data: Extract<Job, { name: Name }>['data'], options: HandlerOptions) => Promise<unknown>;
} & { [Name in typeof sweepQueue | typeof renewQueue]: (data: unknown, options: HandlerOptions) => Promise<unknown> };

/** Each queue calls a verb of the services. */
export function createHandlers(deps: ServiceDeps): JobHandlers {
  return {
    'sync.run': (data, { signal }) => runSync(deps, data, { signal }),
    'credentials.renew': (_data, { signal }) => renewDueCredentials(deps, { signal }),
    'maintenance.sweep': async (_data, { signal }) => {
      await markInterruptedRuns(deps);
      await reopenDueFindings(deps, { signal });
      await pruneIdempotencyKeys(deps.db.orm);
      await pruneEvents(deps, { signal });
    },
  };
}
