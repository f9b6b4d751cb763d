import type { ErrorClass, Manifest } from '@patchbay/schema';
import { recordedRefusal, simulatorAnswer } from '../answers/refuse.ts';
import type { IndexedInteraction } from '../fixtures/interaction-index.ts';
import { jsonAnswer, type SimulatedAnswer } from '../http/simulated-answer.ts';
import type { FoundOperation } from '../match/operation-finder.ts';
import type { Fault } from './fault.ts';
import { rateLimitWays } from './rate-limit-ways.ts';

/** What a status means by itself; a recorded refusal with it that means something else is not taken for it. */
const meanings: Readonly<Record<string, readonly ErrorClass[]>> = {
  '401': ['auth_invalid', 'auth_expired'],
  '403': ['permission'],
  '404': ['not_found'],
  '409': ['conflict'],
  '410': ['gone'],
  '422': ['validation'],
  '429': ['rate_limited'],
};

export interface FaultQuestion {
  manifest: Manifest;
  interactions: readonly IndexedInteraction[];
  found: readonly FoundOperation[];
  fault: Fault;
  authMethod: string | null;
  waitMs: number;
  now: number;
}

/** A refusal as the provider writes it where a fixture shows it, else with the plain status. Null for faults that are no refusal. */
export function faultAnswer(question: FaultQuestion): SimulatedAnswer | null {
  const { manifest, found, fault, authMethod, waitMs, now } = question;
  if (!/^\d/.test(fault.fault)) return null;
  const status = Number(fault.fault);
  const classes = meanings[fault.fault];
  const wanted = { ...(classes && { classes }), authMethod };
  const plain = jsonAnswer(status, { message: `Simulated answer with the status ${status}.` });
  if (status !== 429)
    return (
      recordedRefusal(question, found, { ...wanted, statuses: [status] }) ??
      (classes ? recordedRefusal(question, found, wanted) : null) ??
      plain
    );
  const ways = rateLimitWays(manifest, found[0]?.operation ?? null);
  const way = fault.via === undefined ? ways[0] : ways.find(({ id }) => id === fault.via);
  if (!way)
    return simulatorAnswer(
      400,
      `${manifest.name} does not tell a wait via "${fault.via}".`,
      `Use one of: ${ways.map(({ id }) => id).join(', ')}.`,
    );
  const recorded = recordedRefusal(question, found, { ...wanted, statuses: [429] }) ?? plain;
  // What the recording said of the wait belongs to another day.
  const kept = Object.entries(recorded.headers).filter(([name]) => !isAboutLimits(manifest, name));
  return {
    status,
    headers: { ...Object.fromEntries(kept), ...way.headers(waitMs, now) },
    body: writeBody(recorded.body, (body) => way.body(body, waitMs, now)),
  };
}

function isAboutLimits({ rateLimits }: Manifest, name: string): boolean {
  const { limit, remaining, reset, retryAfter } = rateLimits.headers ?? {};
  return ['retry-after', limit, remaining, reset?.name, retryAfter?.name].some((one) => one?.toLowerCase() === name);
}

function writeBody(text: string, change: (body: unknown) => unknown): string {
  try {
    return JSON.stringify(change(JSON.parse(text)));
  } catch {
    return text;
  }
}
