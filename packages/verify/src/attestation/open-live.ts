import {
  createDispatcherSource,
  createEgressPolicy,
  createRuntime,
  type DispatcherSource,
  type Logger,
  type Runtime,
  type Target,
} from '@patchbay/runtime';
import type { AuthMethod, Manifest } from '@patchbay/schema';

/** An account of somebody's own at a provider, and how to get there. Nothing of it is kept. */
export interface LiveAccount {
  settings: Readonly<Record<string, unknown>>;
  credentials: Readonly<Record<string, string>>;
  /** What may be reached besides the public internet: `loopback`, `private`, a host. */
  allow: readonly string[];
  verifyTls: boolean;
}

export interface LiveRuntime {
  runtime: Runtime;
  target: Target;
  close(): Promise<void>;
}

/** The real runtime at the real provider, without a log. `wrap`: looks at what goes over its connections. */
export function openLive(
  manifest: Manifest,
  method: AuthMethod,
  { settings, credentials, allow, verifyTls }: LiveAccount,
  wrap: (dispatchers: DispatcherSource) => DispatcherSource = (dispatchers) => dispatchers,
): LiveRuntime {
  const dispatchers = wrap(createDispatcherSource({ egress: createEgressPolicy({ allow }) }));
  return {
    runtime: createRuntime({ clock: { now: () => Date.now() }, logger: silent, dispatchers }),
    target: {
      ...{ manifest, settings, verifyTls, authMethod: method.id },
      ...{ connectionId: 'con_live', organizationId: 'org_live', timeoutMs: 30_000 },
      credentials: { get: async () => credentials },
    },
    close: () => dispatchers.close(),
  };
}

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };
