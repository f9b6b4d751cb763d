import type { Manifest } from '@patchbay/schema';
import { createRuntime } from '../create-runtime.ts';
import { createDispatcherSource, type DispatcherSourceOptions } from '../egress/dispatcher-source.ts';
import { createEgressPolicy } from '../egress/egress-policy.ts';
import type { Clock, Logger, LogLine, Runtime, RuntimeDeps, Target } from '../types.ts';

export interface TestRuntime {
  runtime: Runtime;
  /** Everything the runtime logged. */
  logged: unknown[];
  /** Waits the runtime asked for, in milliseconds. None of them took time. */
  waits: number[];
  clock: Clock & { advance(milliseconds: number): void };
  lines: LogLine[];
  close(): Promise<void>;
}

export interface TestRuntimeOptions extends Partial<Omit<RuntimeDeps, 'clock' | 'logger'>> {
  allow?: string[];
  dispatcher?: Partial<DispatcherSourceOptions>;
}

/** A runtime on real sockets that may reach this machine, on a clock that waits move without time passing. */
export function createTestRuntime(options: TestRuntimeOptions = {}): TestRuntime {
  const { allow = ['loopback'], dispatcher, ...deps } = options;
  const logged: unknown[] = [];
  const waits: number[] = [];
  let now = Date.UTC(2026, 0, 1);
  const clock = {
    now: () => now,
    advance(milliseconds: number) {
      now += milliseconds;
    },
  };
  const log = (...line: unknown[]) => void logged.push(line);
  const logger: Logger = { debug: log, info: log, warn: log, error: log };
  const dispatchers =
    deps.dispatchers ?? createDispatcherSource({ egress: createEgressPolicy({ allow }), ...dispatcher });
  const runtime = createRuntime({
    clock,
    logger,
    random: () => 1,
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted();
      waits.push(milliseconds);
      now += milliseconds;
    },
    ...deps,
    dispatchers,
  });
  return { runtime, logged, waits, clock, lines: [], close: () => dispatchers.close() };
}

/** What to call the runtime with: a connection to a local server. */
export function createTarget(
  manifest: Manifest,
  url: string,
  parts: Partial<Target> & { secrets?: Record<string, string> } = {},
): Target {
  const { secrets = {}, ...others } = parts;
  return {
    manifest,
    connectionId: 'con_1',
    organizationId: 'org_1',
    authMethod: manifest.auth[0]?.id ?? 'none',
    settings: { baseUrl: url },
    verifyTls: true,
    timeoutMs: 2_000,
    credentials: { get: async () => secrets },
    ...others,
  };
}
