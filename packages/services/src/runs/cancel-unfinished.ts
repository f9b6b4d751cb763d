import { type Executor, listRuns, requestRunCancel } from '@patchbay/db';
import type { ServiceContext } from '../types.ts';

/** Asks everything that is queued or running on a connection to stop. */
export async function cancelUnfinishedRuns(
  tx: Executor,
  { deps, actor }: ServiceContext,
  connectionId: string,
): Promise<void> {
  const { organizationId } = actor;
  for (const status of ['queued', 'running'] as const) {
    const { rows } = await listRuns(tx, { organizationId, connectionId, status, limit: 500 });
    for (const { id } of rows) await requestRunCancel(tx, { organizationId, id, now: new Date(deps.clock.now()) });
  }
}
