import type { AuthContext } from '../auth/auth-strategy.ts';
import type { Call, CallCredentials } from './call.ts';
import { sendLogged } from './send-logged.ts';

/** What the strategy of a call works with. */
export function createAuthContext(call: Call, credentials: CallCredentials): AuthContext {
  const { runtime, target, scope } = call;
  return {
    method: call.methodPlan.method,
    credentials: credentials.values,
    settings: scope.settings ?? {},
    scope: { ...scope, credentials: credentials.values },
    providerName: target.manifest.name,
    cache: runtime.authCache,
    get cacheKey() {
      return credentials.cacheKey;
    },
    isAllowedHost: call.isAllowedHost,
    hostCheck: call.hostCheck,
    send: (request, isAllowedHost) => sendLogged(call, request, { isAllowedHost, redirects: 'follow' }),
    now: () => runtime.clock.now(),
  };
}
