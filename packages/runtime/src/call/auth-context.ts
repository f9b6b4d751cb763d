import type { Signing } from '@patchbay/schema';
import type { AuthContext } from '../auth/auth-strategy.ts';
import type { Call, CallCredentials } from './call.ts';
import { sendLogged } from './send-logged.ts';

/** What the strategy of a call works with. `signing` of the operation, when there is one. */
export function createAuthContext(call: Call, credentials: CallCredentials, signing?: Signing): AuthContext {
  const { runtime, target, scope } = call;
  return {
    method: call.methodPlan.method,
    credentials: credentials.values,
    settings: scope.settings ?? {},
    scope: { ...scope, credentials: credentials.values },
    signing,
    manifest: target.manifest,
    providerName: target.manifest.name,
    userAgent: runtime.userAgent,
    cache: runtime.authCache,
    flights: runtime.authFlights,
    get cacheKey() {
      return credentials.cacheKey;
    },
    isAllowedHost: call.isAllowedHost,
    hostCheck: call.hostCheck,
    send: (request, isAllowedHost, options = {}) =>
      sendLogged(call, request, { isAllowedHost, redirects: options.redirects ?? 'follow' }),
    redact: call.redact,
    hide: call.hide,
    signal: call.options.signal,
    remainingMs: call.remainingMs,
    now: () => runtime.clock.now(),
  };
}
