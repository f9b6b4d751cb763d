import { type Executor, type Finding, type LockFindingsParams, lockFindings, saveFindings } from '@patchbay/db';
import { createFindingTeller, type FindingChange } from '../findings/create-finding-teller.ts';
import type { Decision } from '../findings/decide-status.ts';

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
    const changes = rows.map((finding) => {
      const { standing, kind } = decide(finding);
      const { createdAt: _, updatedAt: __, ...before } = finding;
      return { kind, row: { ...before, ...standing } };
    });
    await saveFindings(
      tx,
      changes.map(({ row }) => row),
      { now },
    );
    await teller.tell(
      tx,
      changes.filter((change): change is FindingChange => change.kind !== null),
    );
    count += rows.length;
    after = rows.at(-1)?.id;
    if (rows.length < maxBatch) return count;
  }
}
