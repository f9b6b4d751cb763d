import type { Fixture, Manifest, WebhookVector } from '@patchbay/schema';

/** A fixture and the name of its file without the ending: `list-repositories`. */
export interface NamedFixture {
  name: string;
  fixture: Fixture;
}

/** All the simulator knows of a provider. */
export interface SimulatedProvider {
  manifest: Manifest;
  fixtures: readonly NamedFixture[];
  vectors: readonly WebhookVector[];
}
