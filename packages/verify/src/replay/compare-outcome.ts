import { isDeepStrictEqual } from 'node:util';
import type { Fixture, ModelId } from '@patchbay/schema';
import type { Outcome } from './run-call.ts';

/** Something a replay showed to be wrong. */
export interface ReplayProblem {
  message: string;
  /** Text of the fixture near which the cause is written. */
  near?: string;
  fix?: string;
}

/** What a replay showed besides the outcome itself. */
export interface ReplayFacts {
  /** Messages of the log, in order. */
  logged: readonly string[];
  /** Milliseconds waited, on the virtual clock. */
  sleptMs: number;
  /** Of the sync that was read; null for other calls. */
  model: ModelId | null;
}

/** Holds what came out against what the fixture expects. */
export function compareOutcome(expect: Fixture['expect'], outcome: Outcome, facts: ReplayFacts): ReplayProblem[] {
  const wanted = expect.errorClass ?? null;
  if (outcome.errorClass !== wanted) {
    const got =
      outcome.errorClass === null
        ? 'the call succeeded'
        : `the call failed as ${outcome.errorClass} (${outcome.error})`;
    return [{ message: `${got}, but the fixture expects ${wanted ?? 'a success'}`, near: '"expect"' }];
  }
  const found: ReplayProblem[] = [];
  const compare = (key: keyof typeof expect, is: unknown) => {
    if (!(key in expect) || isDeepStrictEqual(plain(is), plain(expect[key]))) return;
    found.push({ message: `${key} is ${show(is)} instead of ${show(expect[key])}`, near: `"${key}"` });
  };
  compare('result', outcome.result);
  compare('items', outcome.items?.length);
  compare('first', outcome.items?.[0]);
  compare('account', outcome.account);
  compare('scopes', outcome.scopes);
  compare('rateLimit', outcome.rateLimit && { limit: outcome.rateLimit.limit, remaining: outcome.rateLimit.remaining });
  compare('model', facts.model);
  const seconds = outcome.errorClass === null ? Math.round(facts.sleptMs) / 1000 : outcome.retryAfterSeconds;
  compare('waitSeconds', seconds);
  const { says } = expect;
  if (says !== undefined && !isSaid(says, outcome, facts.logged))
    found.push({
      message: `people do not read ${show(says)}; the error says ${show(outcome.sentence ?? undefined)}`,
      near: '"says"',
    });
  return found;
}

/** A try that is made again says why in the log, and then when. */
function isSaid(says: string, { sentence }: Outcome, logged: readonly string[]): boolean {
  return sentence === says || logged.some((line) => line.startsWith(`${says} Trying again in `));
}

function plain(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 200 ? `${text.slice(0, 197)}…` : text;
}
