export { closestName } from './closest-name.ts';
export { createRegistry, type ManifestSource, type Registry, type RegistryProblem } from './create-registry.ts';
export { builtInLevels } from './levels.gen.ts';
export { loadPrivateManifests } from './load-private-manifests.ts';
export { builtInManifests } from './manifests.gen.ts';
