import { createHash } from 'node:crypto';
import { type ErrorClass, type Field, isPatchbayError, PatchbayError } from '@patchbay/schema';
import { openMembers } from '../auth/open-members.ts';
import { timeoutError } from '../errors/network-error.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { createRedact, type Redact } from '../errors/redact.ts';
import { createHostCheck, type HostCheck, writesPlainHttp } from '../http/hosts.ts';
import type { Scope } from '../http/template.ts';
import type { CallOptions, LogLine, RateLimitView, Target } from '../types.ts';
import { type ManifestPlan, type MethodPlan, planOf, requireMethod } from './manifest-plan.ts';
import type { RuntimeContext } from './runtime-context.ts';
import { waitWithin } from './wait-within.ts';

/** The credentials of one call and what follows from them. */
export interface CallCredentials {
  values: Readonly<Record<string, string>>;
  /** Changes with the connection and the credentials; holds neither. */
  cacheKey: string;
}

/** One call of the runtime with everything it needs, from the first request to the last. */
export interface Call {
  runtime: RuntimeContext;
  target: Target;
  plan: ManifestPlan;
  methodPlan: MethodPlan;
  options: CallOptions;
  /** Settings and connection; what an operation adds comes on top. */
  scope: Scope;
  isAllowedHost: HostCheck;
  hostCheck(hosts: readonly string[]): HostCheck;
  /** Read once a call, when first needed. */
  credentials(): Promise<CallCredentials>;
  /** Asks for new credentials, once a call. False when there is no way to, or it was done before. */
  refresh(): Promise<boolean>;
  /** Hides the credentials read so far, and what `hide` was given. */
  redact: Redact;
  /** Adds secrets that were not among the credentials, such as tokens a sign-in gave. */
  hide(...secrets: readonly string[]): void;
  /** Milliseconds left; Infinity without a deadline. */
  remainingMs(): number;
  log(level: LogLine['level'], message: string, data?: LogLine['data']): void;
  /** Requests made so far. */
  requests: number;
  /** Some list of the call went over several pages that may shift while they are read. */
  hasTurnedPages: boolean;
  /** Some request of the call carried a credential. */
  hasSentCredentials: boolean;
  /** What the last answer told of the rate limit. */
  rateLimit: RateLimitView | null;
}

/** Begins a call. Throws `invalid_input` for a method the manifest does not have. */
export function createCall(runtime: RuntimeContext, target: Target, options: CallOptions): Call {
  const { clock } = runtime;
  const { manifest } = target;
  const plan = planOf(manifest);
  const settings = withDefaults(manifest.settings, target.settings);
  const scope: Scope = {
    settings,
    connection: { id: target.connectionId, organizationId: target.organizationId },
  };
  const methodPlan = requireMethod(plan, target.authMethod);
  const allowHttp = writesPlainHttp(manifest);
  const hostCheck = (hosts: readonly string[]) => createHostCheck(hosts, scope, { allowHttp });
  const endsAt = options.deadlineMs === undefined ? Number.POSITIVE_INFINITY : clock.now() + options.deadlineMs;
  let current: Promise<CallCredentials> | null = null;
  let isRefreshed = false;
  let given: Readonly<Record<string, string>> = {};
  let secrets: Readonly<Record<string, string>> = {};
  const hidden = new Set<string>();
  let redactNow: Redact | null = null;
  // Made when something is to be hidden, which most calls never come to.
  const redact: Redact = (text) => {
    redactNow ??= createRedact(secrets, [...hidden]);
    return redactNow(text);
  };

  function keep(found: Readonly<Record<string, string>>): CallCredentials {
    given = found;
    // Hidden even when they cannot be read.
    secrets = found;
    redactNow = null;
    const values = openMembers(methodPlan.method, found);
    secrets = values;
    let cacheKey: string | null = null;
    return {
      values,
      get cacheKey() {
        cacheKey ??= fingerprint(runtime.salt, target, values);
        return cacheKey;
      },
    };
  }

  /** A token that is being renewed must not hold a caller longer than the caller wants to wait. */
  function within<Value>(promise: Promise<Value>): Promise<Value> {
    const remainingMs = endsAt - clock.now();
    if (remainingMs === Number.POSITIVE_INFINITY && !options.signal) return promise;
    return waitWithin(promise, {
      signal: options.signal,
      remainingMs,
      timeout: () =>
        timeoutError({ name: manifest.name, host: manifest.id, timeoutMs: remainingMs }, { nothingSent: true }),
    });
  }

  return {
    runtime,
    target,
    plan,
    methodPlan,
    options,
    scope,
    isAllowedHost: hostCheck(manifest.hosts),
    hostCheck,
    credentials() {
      current ??= read(() => target.credentials.get(), 'auth_invalid').then(keep);
      return within(current);
    },
    async refresh() {
      const source = target.credentials;
      if (isRefreshed || !source.refresh) return false;
      isRefreshed = true;
      const values = await read(async () => (await source.refresh?.(given)) ?? null, 'auth_expired');
      if (values === null) return false;
      current = Promise.resolve(keep(values));
      return true;
    },
    redact,
    hide(...found) {
      for (const secret of found) {
        if (hidden.has(secret)) continue;
        hidden.add(secret);
        redactNow = null;
      }
    },
    remainingMs: () => endsAt - clock.now(),
    log(level, message, data) {
      const line = { at: clock.now(), level, message: redact(message), ...(data ? { data } : {}) };
      options.onLog?.(line);
      runtime.logger.debug({ provider: manifest.id, connectionId: target.connectionId, ...data }, line.message);
    },
    requests: 0,
    hasTurnedPages: false,
    hasSentCredentials: false,
    rateLimit: null,
  };
}

/** Fills in what a setting is when nobody set it. */
function withDefaults(
  fields: Readonly<Record<string, Field>>,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const missing = Object.entries(fields).filter(
    ([name, field]) => given[name] === undefined && 'default' in field && field.default !== undefined,
  );
  if (missing.length === 0) return given;
  return {
    ...Object.fromEntries(missing.map(([name, field]) => [name, 'default' in field && field.default])),
    ...given,
  };
}

/** Whatever a credential source throws becomes an error that says so; a PatchbayError knows better and stays. */
async function read<Values extends Readonly<Record<string, string>> | null>(
  ask: () => Promise<Values>,
  errorClass: ErrorClass,
): Promise<Values> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    if (isPatchbayError(error) && error.code !== 'reauth_required') throw error;
    if (isPatchbayError(error))
      throw new ProviderError('auth_expired', error.message, { code: 'reauth_required', nothingSent: true });
    throw new PatchbayError('internal', `The credentials of the connection could not be read (${errorClass}).`, {
      cause: error,
    });
  }
}

function fingerprint(salt: string, target: Target, values: Readonly<Record<string, string>>): string {
  const text = JSON.stringify([salt, target.organizationId, target.connectionId, target.authMethod, values]);
  return createHash('sha256').update(text).digest('base64url');
}
