import { join } from 'node:path';
import { builtInManifests, createRegistry } from '@patchbay/registry';
import {
  createDispatcherSource,
  createEgressPolicy,
  createRuntime,
  type Logger,
  type Runtime,
  type Target,
} from '@patchbay/runtime';
import type { AuthMethod, Manifest } from '@patchbay/schema';
import type { SimulatedProvider } from '../provider.ts';
import { readProvider } from '../read-provider.ts';
import { createVirtualClock, type VirtualClock } from '../samples/virtual-clock.ts';
import { simulateDispatchers } from '../simulate-dispatchers.ts';
import { createSimulatorClock } from '../simulator-clock.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../start-simulator.ts';

const folder = join(import.meta.dirname, '../../../../manifests');

/** Every provider of the tree with its evidence. */
export function readTree(): Promise<SimulatedProvider[]> {
  return Promise.all(
    createRegistry(builtInManifests)
      .list()
      .map((manifest) => readProvider(manifest, join(folder, manifest.id))),
  );
}

/** A simulator and the real runtime pointed at it, on one virtual clock. */
export interface SimulatedWorld {
  simulator: Simulator;
  runtime: Runtime;
  clock: VirtualClock;
  target(manifest: Manifest, method: AuthMethod, given?: Partial<Target>): Target;
  close(): Promise<void>;
}

const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {} };
const startMs = Date.parse('2026-11-28T12:00:00Z');

export async function startSimulatedWorld(options: SimulatorOptions): Promise<SimulatedWorld> {
  const clock = createVirtualClock(startMs);
  const simulator = await startSimulator({ clock: createSimulatorClock(clock.clock), ...options });
  const source = createDispatcherSource({ egress: createEgressPolicy({ allow: ['loopback'] }) });
  const dispatchers = simulateDispatchers(source, simulator.url);
  return {
    simulator,
    clock,
    runtime: createRuntime({ clock: clock.clock, sleep: clock.sleep, logger: quiet, dispatchers, random: () => 0.5 }),
    target(manifest, method, given = {}) {
      const work = simulator.providers.find((one) => one.manifest.id === manifest.id);
      const isPersons = method.type === 'oauth2' && method.config.grant !== 'client_credentials';
      const credentials = { ...work?.credentialsOf(method), ...(isPersons && work?.oauth.issue(method)) };
      return {
        manifest,
        connectionId: 'con_simulated',
        organizationId: 'org_simulated',
        authMethod: method.id,
        settings: work?.settingsOf(method) ?? {},
        verifyTls: true,
        timeoutMs: 10_000,
        credentials: { get: async () => credentials },
        ...given,
      };
    },
    async close() {
      await dispatchers.close();
      await simulator.close();
    },
  };
}
