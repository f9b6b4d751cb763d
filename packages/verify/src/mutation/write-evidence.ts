import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Evidence, evidenceFile } from './evidence.ts';
import type { MutationScore } from './score-manifest.ts';

/** Keeps a score beside the manifest, for the rules that ask for one. */
export async function writeEvidence(root: string, score: MutationScore, date: string): Promise<void> {
  const { id, hash, mutants, killed, survivors } = score;
  const named = survivors.map(({ path, what }) => ({ path, what }));
  const evidence: Evidence = { mutations: { hash, date, mutants, killed, survivors: named } };
  await writeFile(join(root, 'manifests', id, evidenceFile), `${JSON.stringify(evidence, null, 2)}\n`);
}
