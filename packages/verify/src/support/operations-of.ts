import { type Fixture, type InterfaceId, type Manifest, operationOf, testOf } from '@patchbay/schema';

/** The operations a fixture runs, parents and all steps of an interface included, with its method's own in the place of others. */
export function operationsOf(manifest: Manifest, fixture: Pick<Fixture, 'call' | 'authMethod'>): string[] {
  const method = manifest.auth.find(({ id }) => id === fixture.authMethod) ?? manifest.auth[0];
  return named(manifest, fixture.call, testOf(manifest, method).operation).map((name) => operationOf(method, name));
}

function named(manifest: Manifest, call: Fixture['call'], test: string): string[] {
  if ('test' in call) return [test];
  if ('operation' in call) return [call.operation];
  if ('interface' in call) {
    const implementation = manifest.implements[call.interface as InterfaceId];
    if (!implementation) return [];
    return ('operation' in implementation ? [implementation] : implementation.steps).map(({ operation }) => operation);
  }
  const collection = 'sync' in call ? manifest.syncs[call.sync] : manifest.resources[call.discover];
  if (!collection) return [];
  return [collection.operation, ...(collection.forEach ? [collection.forEach.operation] : [])];
}
