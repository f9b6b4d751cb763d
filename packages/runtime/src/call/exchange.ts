import type { ErrorRule, Operation } from '@patchbay/schema';
import type { AuthContext } from '../auth/auth-strategy.ts';
import { classifyAnswer } from '../errors/classify-answer.ts';
import { findRule } from '../errors/match-rule.ts';
import { timeoutError } from '../errors/network-error.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { Answer, ParsedAnswer } from '../http/answer.ts';
import { addHeaders } from '../http/headers.ts';
import type { HostCheck } from '../http/hosts.ts';
import { copyRequest, type OutgoingRequest, urlOf } from '../http/outgoing-request.ts';
import { parseFailure, parseSuccess } from '../http/parse-body.ts';
import { sendRequest } from '../http/send.ts';
import { observeRateLimit, readRateLimit } from '../rate/observe-answer.ts';
import { operationKey, quotasOf } from '../rate/quotas-of.ts';
import { retryDelay } from '../rate/retry-delay.ts';
import { takeBudget } from '../rate/take-budget.ts';
import type { Call, CallCredentials } from './call.ts';

/** How one request is sent and its answer read. */
export interface ExchangeSpec {
  /** The operation, for budgets and the log. */
  name: string;
  operation: Pick<Operation, 'errors' | 'bodyType' | 'response'> &
    Partial<Pick<Operation, 'success' | 'redirects' | 'timeoutMs'>>;
  isRepeatable: boolean;
  emptyWhen: readonly ErrorRule[];
}

export interface Exchanged {
  answer: ParsedAnswer;
  /** The answer is one of those that mean "an empty list". */
  isEmpty: boolean;
}

/**
 * Sends a request until it has an answer worth having: credentials added, budget kept, a challenge answered, credentials
 * refreshed once, passing faults tried again. Throws ProviderError.
 */
export async function exchange(call: Call, spec: ExchangeSpec, request: OutgoingRequest): Promise<Exchanged> {
  const { runtime } = call;
  for (let attempt = 1; ; attempt += 1) {
    const result = await tryOnce(call, spec, request, { mayAnswerChallenge: true });
    if (!(result instanceof ProviderError)) return result;
    if (isRefusal(result) && (await call.refresh())) {
      call.log('info', 'The credentials were refused and have been refreshed.');
      attempt -= 1;
      continue;
    }
    if (result.class === 'rate_limited' && result.retryAfterSeconds !== undefined && !result.nothingSent)
      runtime.rateBudgets.block(operationKey(call, spec.name), runtime.clock.now() + result.retryAfterSeconds * 1000);
    const delay = retryDelay(result, {
      attempt,
      isRepeatable: spec.isRepeatable,
      random: runtime.random,
      maxWaitMs: Math.min(runtime.limits.maxWaitMs, call.remainingMs()),
    });
    if (delay === null) throw result;
    call.log('warn', `${result.message} Trying again in ${Math.round(delay)} ms.`, { attempt });
    await runtime.sleep(delay, call.options.signal);
  }
}

async function tryOnce(
  call: Call,
  spec: ExchangeSpec,
  request: OutgoingRequest,
  { mayAnswerChallenge }: { mayAnswerChallenge: boolean },
): Promise<Exchanged | ProviderError> {
  try {
    const credentials = await call.credentials();
    const context = createAuthContext(call, credentials);
    const prepared = await authorize(call, request, context);
    const answer = await sendCounted(call, spec, prepared);
    const { strategy } = call.methodPlan;
    if (answer.status === 401 && mayAnswerChallenge && strategy.answerChallenge) {
      if (await strategy.answerChallenge(answer, prepared, context))
        return await tryOnce(call, spec, request, { mayAnswerChallenge: false });
    }
    return readAnswer(call, spec, answer);
  } catch (error) {
    if (error instanceof ProviderError) return error;
    throw error;
  }
}

/** The request as it goes out: the method's own headers, the credential, and last the signature. */
async function authorize(call: Call, request: OutgoingRequest, context: AuthContext): Promise<OutgoingRequest> {
  const { method, strategy, credentialHeaders, credentialParameters } = call.methodPlan;
  const prepared = copyRequest(request);
  addHeaders(prepared.headers, method.headers, context.scope);
  await strategy.apply(prepared, context);
  await strategy.sign?.(prepared, context);
  call.hasSentCredentials ||=
    credentialParameters.size > 0 || [...credentialHeaders].some((name) => prepared.headers[name] !== undefined);
  return prepared;
}

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

async function sendCounted(call: Call, spec: ExchangeSpec, request: OutgoingRequest): Promise<Answer> {
  const { runtime, target } = call;
  const quotas = quotasOf(call, spec.name);
  const release = await takeBudget(call, quotas);
  try {
    const timeoutMs = spec.operation.timeoutMs ?? target.manifest.http?.timeoutMs ?? target.timeoutMs;
    const redirects = spec.operation.redirects ?? 'follow';
    const answer = await sendLogged(call, request, { isAllowedHost: call.isAllowedHost, redirects, timeoutMs });
    const view = readRateLimit(target.manifest, answer.headers, runtime.clock.now());
    if (view) {
      call.rateLimit = view;
      observeRateLimit(runtime.rateBudgets, quotas, view);
    }
    return answer;
  } finally {
    release();
  }
}

async function sendLogged(
  call: Call,
  request: OutgoingRequest,
  options: { isAllowedHost: HostCheck; redirects: 'follow' | 'return'; timeoutMs?: number },
): Promise<Answer> {
  const { runtime, target } = call;
  const { clock, dispatchers, limits } = runtime;
  const timeoutMs = Math.min(options.timeoutMs ?? target.timeoutMs, call.remainingMs());
  const url = urlOf(request);
  if (timeoutMs <= 0)
    throw timeoutError(
      { name: target.manifest.name, host: url.host, timeoutMs: call.options.deadlineMs ?? 0 },
      { nothingSent: true },
    );
  const startedAt = clock.now();
  call.requests += 1;
  const what = `${request.method} ${url.host}${url.pathname}`;
  try {
    const answer = await sendRequest(request, {
      dispatcher: dispatchers.get({ verifyTls: target.verifyTls }),
      egress: dispatchers.egress,
      providerName: target.manifest.name,
      isAllowedHost: options.isAllowedHost,
      redirects: options.redirects,
      timeoutMs,
      maxBytes: limits.maxResponseBytes,
      maxRedirects: limits.maxRedirects,
      signal: call.options.signal,
    });
    const durationMs = clock.now() - startedAt;
    call.log('info', `${what} → ${answer.status}`, { status: answer.status, durationMs, bytes: answer.bytes.length });
    return answer;
  } catch (error) {
    const reason = error instanceof ProviderError ? error.message : 'cancelled';
    call.log('warn', `${what} → ${reason}`, { durationMs: clock.now() - startedAt });
    throw error;
  }
}

function readAnswer(call: Call, spec: ExchangeSpec, answer: Answer): Exchanged | ProviderError {
  const { manifest } = call.target;
  const isSuccess = answer.status >= 200 && answer.status < 300;
  const parsed = isSuccess ? parseSuccess(answer, spec.operation.response, manifest.name) : parseFailure(answer);
  if (findRule(spec.emptyWhen, parsed)) return { answer: parsed, isEmpty: true };
  const error = classifyAnswer(parsed, {
    manifest,
    operation: spec.operation,
    redact: call.redact,
    now: call.runtime.clock.now(),
  });
  return error ?? { answer: parsed, isEmpty: false };
}

function isRefusal(error: ProviderError): boolean {
  return error.class === 'auth_expired' || (error.class === 'auth_invalid' && error.status === 401);
}
