import { type Executor, type Finding, saveFindings } from '@patchbay/db';
import type { FindingChange, FindingTeller } from './create-finding-teller.ts';
import type { Decision } from './decide-status.ts';

/** Writes what was decided about findings that are locked, and tells what it changed. */
export async function saveDecisions(
  tx: Executor,
  findings: readonly Finding[],
  decide: (finding: Finding) => Decision,
  { teller, now }: { teller: FindingTeller; now: Date },
): Promise<void> {
  const changes = findings.map((finding) => {
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
}
