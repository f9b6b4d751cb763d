import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { RuntimeContext } from './call/runtime-context.ts';
import { discover } from './discover/discover.ts';
import { createAnswerCache } from './http/answer-cache.ts';
import { sendMessage } from './http/send-message.ts';
import { callOwnAddress } from './inspect/call-own-address.ts';
import { inspectTarget } from './inspect/inspect-target.ts';
import { createAppInstalls } from './install/create-app-installs.ts';
import { createOAuth } from './oauth/create-oauth.ts';
import { execute } from './operations/execute.ts';
import { perform } from './operations/perform.ts';
import { testConnection } from './operations/test-connection.ts';
import { proxy } from './proxy/proxy.ts';
import { createMemoryRateBudgets } from './rate/memory-rate-budgets.ts';
import { sleep } from './rate/sleep.ts';
import { fetchRecords } from './sync/fetch-records.ts';
import type { Runtime, RuntimeDeps, RuntimeLimits } from './types.ts';

const defaultLimits: RuntimeLimits = {
  maxResponseBytes: 32 * 1024 * 1024,
  maxProxyBytes: 4 * 1024 ** 3,
  maxSignedBodyBytes: 16 * 1024 * 1024,
  maxRedirects: 5,
  maxWaitMs: 60_000,
};

/** Makes the runtime: the one thing that talks to providers. It keeps tokens and answers in memory only. */
export function createRuntime(deps: RuntimeDeps): Runtime {
  const context = createContext(deps);
  return {
    execute: (target, name, input = {}, options = {}) => execute(context, target, name, input, options),
    perform: (target, interfaceId, input = {}, options = {}) => perform(context, target, interfaceId, input, options),
    testConnection: (target, options = {}) => testConnection(context, target, options),
    fetchFull: (target, syncName, options = {}) => fetchRecords(context, target, syncName, options),
    fetchDelta: (target, syncName, options = {}) => fetchRecords(context, target, syncName, options),
    discover: (target, type, filter = {}, options = {}) => discover(context, target, type, filter, options),
    sendMessage: (message, options) => sendMessage(context.dispatchers, message, options),
    inspect: (target, options = {}) => inspectTarget(context, target, options),
    callOwnAddress: (url) => callOwnAddress(url, context.dispatchers, context.userAgent),
    oauth: createOAuth(context),
    installs: createAppInstalls(context),
    proxy: (target, request, sink, options = {}) => proxy(context, target, request, sink, options),
  };
}

function createContext(deps: RuntimeDeps): RuntimeContext {
  const wait = deps.sleep ?? sleep;
  return {
    clock: deps.clock,
    logger: deps.logger,
    dispatchers: deps.dispatchers,
    rateBudgets: deps.rateBudgets ?? createMemoryRateBudgets({ clock: deps.clock, sleep: wait }),
    offline: deps.offline ?? false,
    random: deps.random ?? Math.random,
    sleep: wait,
    userAgent: deps.userAgent ?? 'Patchbay',
    observe: deps.observe ?? (() => {}),
    limits: { ...defaultLimits, ...deps.limits },
    // Bound by size, not by `max`, which would set aside room for all entries at once.
    authCache: new LRUCache({ maxSize: 10_000, sizeCalculation: () => 1 }),
    authFlights: new Map(),
    answerCache: createAnswerCache(),
    salt: randomBytes(16).toString('base64url'),
  };
}
