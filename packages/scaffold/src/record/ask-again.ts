import type { AuthMethod, Fixture, Manifest } from '@patchbay/schema';
import { maskTokens, openTokens } from '@patchbay/simulator';
import {
  createLocalDispatcher,
  createReplayRuntime,
  hostOf,
  type Outcome,
  parseBody,
  replayTarget,
  runCall,
  type SeenRequest,
  startLocalServer,
} from '@patchbay/verify';
import type { SampleAccount } from './sample-account.ts';
import type { Scrubbed } from './scrub-exchanges.ts';

const timeoutMs = 10_000;
/** Of the way a request takes, not of what it asks. */
const ofTheWay =
  /^(host|connection|keep-alive|content-length|transfer-encoding|accept-encoding|user-agent|expect|traceparent|tracestate)$/;

/** What came of making the call with a sample account, answered as the provider had answered. */
export interface AskedAgain {
  outcome: Outcome;
  interactions: Fixture['interactions'];
}

export interface AskAgainOptions {
  manifest: Manifest;
  method: AuthMethod;
  call: Fixture['call'];
  sample: SampleAccount;
  answers: Scrubbed['answers'];
  /** The day the runtime believes it is. */
  date: string;
}

/**
 * Makes the call once more, by the real runtime, with a sample account, against a server of this machine that gives the scrubbed
 * answers. Its requests are the ones of the fixture: none that held a real credential is ever looked at.
 */
export async function askAgain({
  manifest,
  method,
  call,
  sample,
  answers,
  date,
}: AskAgainOptions): Promise<AskedAgain> {
  const open = [...answers];
  const interactions: Fixture['interactions'] = [];
  const host = hostOf(manifest, sample.settings);
  const server = await startLocalServer((seen) => {
    const path = new URL(seen.url, 'http://a').pathname;
    const ofMethod = open.filter((answer) => answer.method === seen.method);
    const answer = ofMethod.find((one) => one.path === path) ?? ofMethod[0];
    if (!answer) return null;
    open.splice(open.indexOf(answer), 1);
    interactions.push({ request: describeRequest(seen, host, sample.credentials), response: answer.response });
    return answer.response;
  });
  const dispatcher = createLocalDispatcher(server.port);
  try {
    const { runtime } = createReplayRuntime({
      dispatcher,
      allow: ['loopback', 'private'],
      startMs: Date.parse(`${date}T12:00:00Z`),
    });
    const target = replayTarget(manifest, method, sample.settings, sample.credentials);
    const outcome = await runCall(runtime, target, call, { signal: AbortSignal.timeout(timeoutMs) });
    return { outcome, interactions };
  } finally {
    await dispatcher.destroy();
    await server.close();
  }
}

function describeRequest(
  seen: SeenRequest,
  host: string,
  credentials: Readonly<Record<string, string>>,
): Fixture['interactions'][number]['request'] {
  const body = openTokens(parseBody(seen));
  return {
    method: seen.method,
    path: seen.url,
    ...(seen.host === host ? {} : { host: seen.host }),
    headers: Object.fromEntries(
      Object.entries(seen.headers)
        .filter(([name, value]) => typeof value === 'string' && !ofTheWay.test(name))
        .map(([name, value]) => [name, nameCredentials(maskTokens(String(value)), credentials)]),
    ),
    ...(body === undefined ? {} : { body }),
  };
}

function nameCredentials(text: string, credentials: Readonly<Record<string, string>>): string {
  return Object.entries(credentials).reduce(
    (rest, [name, value]) => rest.replaceAll(value, `{credentials.${name}}`),
    text,
  );
}
