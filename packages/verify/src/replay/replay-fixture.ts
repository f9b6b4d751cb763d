import type { FetchedRecord } from '@patchbay/runtime';
import type { Fixture, Manifest } from '@patchbay/schema';
import { makeCredentials, makeSettings } from '@patchbay/simulator';
import { placeholdersIn } from '../support/templates.ts';
import { compareOutcome, type ReplayProblem } from './compare-outcome.ts';
import { createReplayRuntime, replayTarget } from './create-replay-runtime.ts';
import { findLeaks, type Leak } from './find-leaks.ts';
import { createLocalDispatcher } from './local-dispatcher.ts';
import type { SeenRequest } from './match-request.ts';
import { startReplayServer } from './replay-server.ts';
import { runCall } from './run-call.ts';

/** What a replay showed. */
export interface Replay {
  problems: readonly ReplayProblem[];
  leaks: readonly Leak[];
  /** Log lines and the error, as they were said. */
  texts: readonly string[];
  /** Messages of the log alone. */
  logged: readonly string[];
  /** Message of the error without the next step; null for a success. */
  sentence: string | null;
  /** How long the error asks to wait. */
  retryAfterSeconds: number | null;
  /** Milliseconds waited between tries and for budgets, on the virtual clock. */
  sleptMs: number;
  /** Of a sync. */
  records: readonly FetchedRecord[];
  /** Of a discovery. */
  resources: readonly Record<string, unknown>[];
  /** Every request as it arrived, credentials and all: never to be shown. */
  requests: readonly SeenRequest[];
}

const REPLAY_TIMEOUT_MS = 10_000;

/** Makes the call of a fixture with the real runtime against a local server that answers as recorded, and holds the outcome against it. */
export async function replayFixture(manifest: Manifest, fixture: Fixture): Promise<Replay> {
  const method = manifest.auth.find(({ id }) => id === fixture.authMethod) ?? manifest.auth[0];
  if (!method) throw new Error(`${manifest.id} has no auth method`);
  const settings = makeSettings(manifest, fixture);
  const credentials = makeCredentials(method, fixture);
  const startMs = Date.parse(`${fixture.provenance.date}T12:00:00Z`);
  const stop = new AbortController();
  const server = await startReplayServer({
    interactions: fixture.interactions,
    host: hostOf(manifest, settings),
    credentials,
    anyOrder: readsParents(manifest, fixture.call),
    now: startMs,
    onUnexpected: () => stop.abort(),
  });
  const dispatcher = createLocalDispatcher(server.port);
  try {
    // Every host is answered by this machine, so a fixture may use any of them.
    const { runtime, logs, sleptMs } = createReplayRuntime({ dispatcher, allow: ['loopback', 'private'], startMs });
    const logged: string[] = [];
    const outcome = await runCall(runtime, replayTarget(manifest, method, settings, credentials), fixture.call, {
      signal: AbortSignal.any([stop.signal, AbortSignal.timeout(REPLAY_TIMEOUT_MS)]),
      onLog: (line) => {
        logs.push(JSON.stringify(line));
        logged.push(line.message);
      },
    });
    const unused = server.unused().map(({ request }) => ({
      message: `nobody asked for the interaction ${request.method} ${request.path}`,
      near: `"${request.path}"`,
    }));
    const unexpected = server.unexpected.map((message) => ({ message, near: '"interactions"' }));
    const facts = { logged, sleptMs: sleptMs(), model: modelOf(manifest, fixture.call) };
    const isAsExpected = outcome.errorClass === (fixture.expect.errorClass ?? null);
    return {
      // What follows an unexpected request or a failure is its consequence.
      problems:
        unexpected.length > 0
          ? unexpected
          : [...compareOutcome(fixture.expect, outcome, facts), ...(isAsExpected ? unused : [])],
      leaks: findLeaks(method, credentials, [
        ...server.seen.map(({ url }) => ({ where: 'a URL', text: url })),
        ...logs.map((text) => ({ where: 'the log', text })),
        { where: 'an error', text: outcome.error ?? '' },
        { where: 'a result', text: JSON.stringify([outcome.result, outcome.items, outcome.account]) },
      ]),
      texts: [...logs, outcome.error ?? ''],
      logged,
      sentence: outcome.sentence,
      retryAfterSeconds: outcome.retryAfterSeconds,
      sleptMs: facts.sleptMs,
      records: outcome.records,
      resources: outcome.resources,
      requests: server.seen,
    };
  } finally {
    await dispatcher.destroy();
    await server.close();
  }
}

/** Host and port of http.baseUrl with the settings filled in. */
export function hostOf(manifest: Manifest, settings: Readonly<Record<string, unknown>>): string {
  let url = manifest.http?.baseUrl ?? '';
  for (const { namespace, name } of placeholdersIn(url))
    url = url.replace(`{${namespace}.${name}}`, String(namespace === 'settings' ? settings[name] : ''));
  return URL.canParse(url) ? new URL(url).host : '';
}

function modelOf(manifest: Manifest, call: Fixture['call']) {
  return 'sync' in call ? (manifest.syncs[call.sync]?.model ?? null) : null;
}

/** Whether a call reads the children of several parents side by side. */
function readsParents(manifest: Manifest, call: Fixture['call']): boolean {
  if ('sync' in call) return manifest.syncs[call.sync]?.forEach !== undefined;
  return 'discover' in call && manifest.resources[call.discover]?.forEach !== undefined;
}
