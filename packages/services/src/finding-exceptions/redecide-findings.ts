import { type Executor, type Finding, type LockFindingsParams, lockFindings } from '@patchbay/db';
import { createFindingTeller } from '../findings/create-finding-teller.ts';
import type { Decision } from '../findings/decide-status.ts';
import { saveDecisions } from '../findings/save-decisions.ts';

/** Findings changed by one statement. */
const maxBatch = 2_000;

/** Decides anew about each finding there is of a kind, in one transaction, and tells it. Answers how many that were. */
export async function redecideFindings(
  tx: Executor,
  params: Omit<LockFindingsParams, 'after' | 'limit'>,
  decide: (finding: Finding) => Decision,
  { now }: { now: Date },
): Promise<number> {
  const teller = createFindingTeller();
  let count = 0;
  for (let after: string | undefined; ; ) {
    const rows = await lockFindings(tx, { ...params, after, limit: maxBatch });
    await saveDecisions(tx, rows, decide, { teller, now });
    count += rows.length;
    after = rows.at(-1)?.id;
    if (rows.length < maxBatch) return count;
  }
}
