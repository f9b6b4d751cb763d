import { waitWithin } from '../call/wait-within.ts';
import { timeoutError } from '../errors/network-error.ts';
import { isProviderError } from '../errors/provider-error.ts';
import type { AuthContext, FlightOutcome } from './auth-strategy.ts';

/** What a sign-in gave and how long it serves. */
export interface SignIn {
  /** Milliseconds since 1970, shortly before the provider's own end. */
  expiresAt: number;
}

/** A call that fails with so little time left failed for want of time, in milliseconds. */
const noTimeMs = 100;

/** Where a sign-in is kept: changes with the connection, its credentials and its settings. */
export function signInKey(context: AuthContext, kind: string): string {
  return JSON.stringify([context.cacheKey, kind, context.settings]);
}

/** When to stop using what lives so long, in milliseconds since 1970: a minute early, or a fifth of a short life. */
export function stopBefore(endsAt: number, now: number): number {
  return endsAt - Math.min(60_000, Math.max(0, endsAt - now) / 5);
}

/**
 * The kept sign-in, or a new one. Callers of the same key wait for the one under way, each within its own deadline and signal;
 * a failure is everybody's, but when the caller who makes it gives up, the next one begins anew.
 */
export async function signInOnce<Result extends SignIn>(
  key: string,
  context: AuthContext,
  signIn: () => Promise<Result>,
): Promise<Result> {
  for (;;) {
    const kept = context.cache.get(key) as Result | undefined;
    if (kept && kept.expiresAt > context.now()) return kept;
    const flight = context.flights.get(key);
    const outcome = flight ? await waitFor(flight, context) : await lead(key, context, signIn);
    if (outcome.kind === 'done') return outcome.value as Result;
    if (outcome.kind === 'failed') throw outcome.error;
  }
}

/** Drops a sign-in the provider refused, unless another caller has renewed it meanwhile. */
export function forgetSignIn<Result extends SignIn>(
  key: string,
  context: AuthContext,
  wasUsed: (kept: Result) => boolean,
): void {
  const kept = context.cache.get(key) as Result | undefined;
  if (kept && wasUsed(kept)) context.cache.delete(key);
}

async function lead<Result extends SignIn>(
  key: string,
  context: AuthContext,
  signIn: () => Promise<Result>,
): Promise<FlightOutcome> {
  const ended = signIn().then(
    (value): FlightOutcome => {
      const ttl = value.expiresAt - context.now();
      if (ttl > 0) context.cache.set(key, value, { ttl: Math.ceil(ttl) });
      return { kind: 'done', value };
    },
    (error: unknown): FlightOutcome => ({ kind: 'failed', error }),
  );
  const shared = ended.then((outcome): FlightOutcome => {
    context.flights.delete(key);
    return outcome.kind === 'failed' && gaveUp(outcome.error, context) ? { kind: 'left' } : outcome;
  });
  context.flights.set(key, shared);
  await shared;
  return ended;
}

function gaveUp(error: unknown, context: AuthContext): boolean {
  if (context.signal?.aborted) return true;
  return isProviderError(error) && error.code === 'timeout' && context.remainingMs() <= noTimeMs;
}

function waitFor(flight: Promise<FlightOutcome>, context: AuthContext): Promise<FlightOutcome> {
  const { signal, providerName, manifest } = context;
  const remainingMs = context.remainingMs();
  return waitWithin(flight, {
    signal,
    remainingMs,
    timeout: () =>
      timeoutError({ name: providerName, host: manifest.id, timeoutMs: remainingMs }, { nothingSent: true }),
  });
}
