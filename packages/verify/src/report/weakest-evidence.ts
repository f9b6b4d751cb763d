import type { Fixture } from '@patchbay/schema';
import type { RuleOutcome } from '../levels.ts';
import type { SourceContext } from '../manifest/context.ts';
import { toManifestContext } from '../manifest/load-contexts.ts';

/** Where fixtures come from, the weakest first, as it is said of them. */
const kinds: readonly [kind: Fixture['provenance']['kind'], words: string][] = [
  ['synthesised', 'synthesised'],
  ['docs-example', 'from documentation'],
  ['spec-example', 'from a specification'],
  ['recorded', 'recorded'],
];

/** How strong the evidence of a manifest is at its weakest, in a few words. */
export function weakestEvidence(source: SourceContext, outcomes: readonly RuleOutcome[]): string {
  const context = toManifestContext(source);
  if (!context) return 'not valid';
  const count = (kind: string) => context.fixtures.filter(({ fixture }) => fixture.provenance.kind === kind).length;
  const weakest = kinds.find(([kind]) => count(kind) > 0);
  const isLive = outcomes.some(({ rule, result }) => rule === 'live-attestation' && result === 'passed');
  const exempted = context.manifest.exemptions.map(({ rule }) => `, exempted from ${rule}`).join('');
  return `${weakest ? share(count(weakest[0]), context.fixtures.length, weakest[1]) : 'no fixtures'}, ${isLive ? 'attested live' : 'never attested live'}${exempted}`;
}

function share(part: number, whole: number, words: string): string {
  return part === whole ? `fixtures ${words}` : `${part} of ${whole} fixtures ${words}`;
}
