import { hash } from 'node:crypto';
import { toCanonicalJson } from '@patchbay/schema';
import { z } from 'zod';
import { isFixture } from '../manifest/is-fixture.ts';
import { mutators } from './mutators.ts';

/** File of a manifest's folder that keeps what is too slow to find out each time. */
export const evidenceFile = 'evidence.json';

/** Raised when mutants are made or judged otherwise: scores of before say nothing then. */
const judgedBy = 2;

export const evidenceSchema = z.strictObject({
  mutations: z
    .strictObject({
      hash: z.string().describe('Of all that the score depends on: manifest, contract, fixtures, vectors, mutators.'),
      date: z.iso.date().describe('When it was found out.'),
      mutants: z.int().min(0).describe('Changes that were tried.'),
      killed: z.int().min(0).describe('Changes that something noticed.'),
      survivors: z
        .array(z.strictObject({ path: z.string(), what: z.string() }))
        .describe('Changes that nothing noticed.'),
    })
    .describe('How much of what may be wrong in the manifest its evidence notices.'),
});
export type Evidence = z.output<typeof evidenceSchema>;

/** What a mutation score of a manifest depends on. Rules are left out: another one can only notice more. */
export function evidenceHash(manifest: unknown, files: ReadonlyMap<string, string>): string {
  const proofs = [...files].filter(
    ([name]) => name === 'contract.json' || name === 'webhook-vectors.json' || isFixture(name),
  );
  const parts = [manifest, Object.fromEntries(proofs), mutators.map(({ id }) => id), judgedBy];
  return hash('sha256', toCanonicalJson(parts), 'base64url');
}

/** The evidence of a folder; null when there is none that can be read. */
export function readEvidence(files: ReadonlyMap<string, string>): Evidence | null {
  try {
    return evidenceSchema.parse(JSON.parse(files.get(evidenceFile) ?? ''));
  } catch {
    return null;
  }
}
