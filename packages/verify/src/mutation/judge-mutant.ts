import { type Manifest, parseManifest } from '@patchbay/schema';
import type { LoadedFixture, SourceContext } from '../manifest/context.ts';
import { toManifestContext } from '../manifest/load-contexts.ts';
import { manifestChecks, sourceChecks } from '../rules.ts';
import { runCheck } from '../run-checks.ts';
import { operationsOf } from '../support/operations-of.ts';
import type { Mutant } from './mutators.ts';

/** Rules that take long, that hold fixtures, which are replayed here one by one, or that hold when and whence evidence was taken. */
const leftOut = new Set([
  'replay',
  'replay-coverage',
  'canary',
  'hosts',
  'auth-hosts',
  'webhook-forgery',
  'rate-limit',
  'oauth-oracle',
  'error-table',
  'hostile-pagination',
  'sync-state',
  'live-attestation',
  'recorded-fixtures',
  'fresh-contract',
]);

/** Rules that hold a manifest against itself as it was: any change at all may turn them red, and shows nothing of its evidence. */
const recorded = new Set([
  'mutations-silver',
  'mutations-gold',
  'mutations-platinum',
  'compatibility',
  'package-version',
]);

/** What noticed a mutant; null when nothing did. `isThorough`: the rules that take long are asked too. */
export async function judgeMutant(
  source: SourceContext,
  mutant: Pick<Mutant, 'manifest' | 'operation'>,
  { isThorough = false } = {},
): Promise<string | null> {
  const parsed = parseManifest(mutant.manifest);
  if (!parsed.ok) return 'schema';
  if (!source.evaluation?.ok) return 'schema';
  const changed: SourceContext = { ...source, parsed, evaluation: { ...source.evaluation, value: mutant.manifest } };
  const context = toManifestContext(changed);
  if (!context) return 'schema';
  for (const fixture of relevantFirst(context.fixtures, parsed.manifest, mutant.operation)) {
    const { problems } = await context.replay(fixture);
    if (problems.length > 0) return fixture.name;
  }
  for (const check of isThorough ? sourceChecks : []) {
    const found = await runCheck(check, changed, source.id);
    if (found.length > (await runCheck(check, source, source.id)).length) return check.id;
  }
  const before = toManifestContext(source);
  for (const check of manifestChecks) {
    if (recorded.has(check.id) || (leftOut.has(check.id) && !isThorough)) continue;
    const found = await runCheck(check, context, source.id);
    if (found.length === 0) continue;
    // Only what is new counts: a warning there was already has noticed nothing.
    const known = before ? (await runCheck(check, before, source.id)).length : 0;
    if (found.length > known) return check.id;
  }
  return null;
}

/** Fixtures that make the call first; the others only where the whole manifest is concerned. */
function relevantFirst(
  fixtures: readonly LoadedFixture[],
  manifest: Manifest,
  operation: string | null,
): LoadedFixture[] {
  if (operation === null) return [...fixtures];
  return fixtures.filter(({ fixture }) => operationsOf(manifest, fixture).includes(operation));
}
