import {
  createEgressPolicy,
  createFixedDispatcherSource,
  createRuntime,
  type Logger,
  type Runtime,
  type Target,
} from '@patchbay/runtime';
import type { AuthMethod, Manifest } from '@patchbay/schema';
import { createVirtualClock } from '@patchbay/simulator';
import type { Dispatcher } from 'undici';

/** The real runtime on a virtual clock, and what it wrote to its log. */
export interface ReplayRuntime {
  runtime: Runtime;
  logs: string[];
  /** Milliseconds waited between tries and for budgets. */
  sleptMs(): number;
}

export interface ReplayRuntimeOptions {
  dispatcher: Dispatcher;
  /** What the egress policy lets through besides the public internet. */
  allow: readonly string[];
  /** Milliseconds since 1970. */
  startMs: number;
}

export function createReplayRuntime({ dispatcher, allow, startMs }: ReplayRuntimeOptions): ReplayRuntime {
  const { clock, sleep, sleptMs } = createVirtualClock(startMs);
  const logs: string[] = [];
  const log = (data: object, message?: string) => void logs.push(`${message ?? ''} ${JSON.stringify(data)}`);
  const logger: Logger = { debug: log, info: log, warn: log, error: log };
  const dispatchers = createFixedDispatcherSource(dispatcher, createEgressPolicy({ allow }));
  return { runtime: createRuntime({ clock, sleep, logger, dispatchers, random: () => 0.5 }), logs, sleptMs };
}

/** What one replayed call runs against. */
export function replayTarget(
  manifest: Manifest,
  method: AuthMethod,
  settings: Readonly<Record<string, unknown>>,
  credentials: Readonly<Record<string, string>>,
): Target {
  return {
    manifest,
    connectionId: 'con_replay',
    organizationId: 'org_replay',
    authMethod: method.id,
    settings,
    verifyTls: true,
    timeoutMs: 10_000,
    credentials: { get: async () => credentials },
  };
}
