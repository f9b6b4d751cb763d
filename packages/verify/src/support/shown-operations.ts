import type { Fixture, Manifest } from '@patchbay/schema';
import { operationsOf } from './operations-of.ts';
import { isRequestOf } from './requests-of.ts';

/** The operations a fixture shows. Of an interface these are the steps it has a request of: the others were left out. */
export function shownOperations(
  manifest: Manifest,
  fixture: Pick<Fixture, 'call' | 'authMethod' | 'interactions'>,
): string[] {
  const names = operationsOf(manifest, fixture);
  if (!('interface' in fixture.call)) return names;
  return names.filter((name) => {
    const operation = manifest.operations[name];
    return operation && fixture.interactions.some(({ request }) => isRequestOf(manifest, operation, request));
  });
}
