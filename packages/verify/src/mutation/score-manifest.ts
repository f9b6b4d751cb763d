import type { SourceContext } from '../manifest/context.ts';
import { evidenceHash } from './evidence.ts';
import { judgeMutant } from './judge-mutant.ts';
import { type Mutant, mutantsOf } from './mutators.ts';

/** A change nothing noticed. */
export interface Survivor {
  mutator: string;
  path: string;
  what: string;
  /** The fixture that would notice it. */
  wanted: string;
}

export interface MutationScore {
  id: string;
  /** Of all that the score depends on. */
  hash: string;
  mutants: number;
  killed: number;
  survivors: Survivor[];
}

/**
 * Changes a manifest in many small ways and counts which of them the evidence notices. Null for a manifest that is not valid, or whose
 * evidence is red as it is: then every change would seem to be noticed.
 */
export async function scoreManifest(
  source: SourceContext,
  { perMutator = 4 }: { perMutator?: number } = {},
): Promise<MutationScore | null> {
  if (!source.evaluation?.ok || !source.parsed?.ok) return null;
  if ((await judgeMutant(source, { manifest: source.evaluation.value, operation: null })) !== null) return null;
  const mutants = mutantsOf(source.evaluation.value, { perMutator });
  const survivors: Survivor[] = [];
  for (const mutant of mutants) {
    if ((await judgeMutant(source, mutant)) !== null) continue;
    const { mutator, path, what } = mutant;
    survivors.push({ mutator, path, what, wanted: wantedFixture(mutant) });
  }
  const hash = evidenceHash(source.evaluation.value, source.files);
  return { id: source.id, hash, mutants: mutants.length, killed: mutants.length - survivors.length, survivors };
}

function wantedFixture({ mutator, operation, path }: Mutant): string {
  const call = operation === null ? 'the test' : operation;
  if (mutator.includes('error')) return `a fixture of ${call} whose answer the rule is about`;
  if (mutator.includes('pag')) return `a fixture of ${call} with two pages`;
  if (mutator.includes('header') || mutator.includes('credential')) return `a fixture of ${call} that names the header`;
  if (mutator.includes('interface')) return 'a fixture of the interface that gives it and expects its result';
  if (mutator === 'change-signature') return 'a vector in webhook-vectors.json that names its event, id and tenant';
  if (path.startsWith('webhooks.events.')) return 'a payload in webhook-vectors.json with the record it gives';
  if (mutator === 'change-record') return 'a fixture of the sync with `first`, the whole record';
  return `a fixture of ${call} that expects its result`;
}
