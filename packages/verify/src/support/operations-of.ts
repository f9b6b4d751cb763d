import type { Fixture, Manifest } from '@patchbay/schema';

/** The operations a call of a fixture runs, parents included. */
export function operationsOf(manifest: Manifest, call: Fixture['call']): string[] {
  if ('test' in call) return [manifest.test.operation];
  if ('operation' in call) return [call.operation];
  const collection = 'sync' in call ? manifest.syncs[call.sync] : manifest.resources[call.discover];
  if (!collection) return [];
  return [collection.operation, ...(collection.forEach ? [collection.forEach.operation] : [])];
}
