import type { Manifest } from '@patchbay/schema';
import type { LoadedFixture } from '../manifest/context.ts';
import { operationsOf } from './operations-of.ts';

/** Fixtures by the operations they run, in their order: who asks for each of thousands must not look through all each time. */
export function fixturesByOperation(
  manifest: Manifest,
  fixtures: readonly LoadedFixture[],
): Map<string, LoadedFixture[]> {
  const found = new Map<string, LoadedFixture[]>();
  for (const one of fixtures)
    for (const name of new Set(operationsOf(manifest, one.fixture))) {
      const known = found.get(name);
      if (known) known.push(one);
      else found.set(name, [one]);
    }
  return found;
}
