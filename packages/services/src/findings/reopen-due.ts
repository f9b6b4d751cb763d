import {
  type Finding,
  holdExceptions,
  listDueOrganizations,
  listLiveFindingExceptions,
  lockDueFindings,
} from '@patchbay/db';
import type { ServiceDeps } from '../types.ts';
import { createFindingTeller } from './create-finding-teller.ts';
import { ignoreBy, reopen } from './decide-status.ts';
import { findException } from './find-exception.ts';
import { saveDecisions } from './save-decisions.ts';

/** Findings opened again in one transaction. */
const maxBatch = 1_000;

/**
 * Opens findings again whose time of being ignored is over, unless an exception in force ignores them further. A job does it, every
 * minute: so the status that is stored is the one status there is, and whoever listens hears of the change.
 */
export async function reopenDueFindings(
  deps: Pick<ServiceDeps, 'db' | 'clock'>,
  { signal }: { signal?: AbortSignal } = {},
): Promise<number> {
  const now = new Date(deps.clock.now());
  let count = 0;
  for (const organizationId of await listDueOrganizations(deps.db.orm, { now })) {
    const teller = createFindingTeller();
    for (let taken = maxBatch; taken === maxBatch && !signal?.aborted; count += taken) {
      taken = await deps.db.orm.transaction(async (tx) => {
        await holdExceptions(tx, { organizationId });
        const due = await lockDueFindings(tx, { organizationId, now, limit: maxBatch });
        const exceptions = await listLiveFindingExceptions(tx, { organizationId, now });
        const decide = (finding: Finding) => {
          const exception = findException(exceptions, finding);
          return exception
            ? ignoreBy(finding, exception, now)
            : reopen(finding, now, 'The time for which it was ignored is over.');
        };
        await saveDecisions(tx, due, decide, { teller, now });
        return due.length;
      });
    }
  }
  return count;
}
