import type { ErrorRule, Operation } from '@patchbay/schema';
import type { AuthContext } from '../auth/auth-strategy.ts';
import { classifyAnswer } from '../errors/classify-answer.ts';
import { findRule } from '../errors/match-rule.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { Answer, ParsedAnswer } from '../http/answer.ts';
import { addHeaders } from '../http/headers.ts';
import { copyRequest, type OutgoingRequest } from '../http/outgoing-request.ts';
import { parseFailure, parseSuccess } from '../http/parse-body.ts';
import type { ObservedCall } from '../observe/call-observer.ts';
import { observeRateLimit, readRateLimit } from '../rate/observe-answer.ts';
import { operationKey, quotasOf } from '../rate/quotas-of.ts';
import { retryDelay } from '../rate/retry-delay.ts';
import { takeBudget } from '../rate/take-budget.ts';
import { createAuthContext } from './auth-context.ts';
import type { Call } from './call.ts';
import { sendLogged } from './send-logged.ts';

/** How one request is sent and its answer read. */
export interface ExchangeSpec {
  /** The operation, for budgets and the log. */
  name: string;
  operation: Pick<Operation, 'errors' | 'bodyType' | 'response'> &
    Partial<Pick<Operation, 'success' | 'redirects' | 'timeoutMs' | 'signing'>>;
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
    const result = await observed(call, () => tryOnce(call, spec, request, { mayAnswerChallenge: true }));
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

/** Counts one try: a challenge that was answered is part of it. */
async function observed(
  call: Call,
  work: () => Promise<Exchanged | ProviderError>,
): Promise<Exchanged | ProviderError> {
  const { clock, observe } = call.runtime;
  const startedAt = clock.now();
  const tell = (outcome: ObservedCall['outcome']) =>
    observe({ provider: call.target.manifest.id, outcome, durationMs: clock.now() - startedAt });
  try {
    const result = await work();
    tell(result instanceof ProviderError ? result.class : 'success');
    return result;
  } catch (error) {
    tell(call.options.signal?.aborted ? 'cancelled' : 'bug');
    throw error;
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
    const context = createAuthContext(call, credentials, spec.operation.signing);
    const prepared = await authorize(call, request, context);
    const answer = await sendCounted(call, spec, prepared);
    const { strategy } = call.methodPlan;
    const repeat = async () =>
      mayAnswerChallenge && (await strategy.answerChallenge?.(answer, prepared, context)) === true;
    if (answer.status === 401 && (await repeat()))
      return await tryOnce(call, spec, request, { mayAnswerChallenge: false });
    const result = readAnswer(call, spec, answer);
    if (!(result instanceof ProviderError)) return result;
    // Some providers tell of an ended sign-in with another status, and their manifest knows which.
    if (answer.status !== 401 && result.class === 'auth_expired' && (await repeat()))
      return await tryOnce(call, spec, request, { mayAnswerChallenge: false });
    return strategy.explainFailure?.(result, answer, context) ?? result;
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
    credentialParameters.size > 0 ||
    prepared.clientCertificate !== undefined ||
    // An address may be the credential.
    prepared.origin !== request.origin ||
    prepared.path !== request.path ||
    [...credentialHeaders].some((name) => prepared.headers[name] !== undefined);
  return prepared;
}

async function sendCounted(call: Call, spec: ExchangeSpec, request: OutgoingRequest): Promise<Answer> {
  const { runtime, target } = call;
  const quotas = quotasOf(call, spec.name);
  const release = await takeBudget(call, quotas);
  try {
    const timeoutMs = spec.operation.timeoutMs ?? target.manifest.http?.timeoutMs ?? target.timeoutMs;
    const redirects = spec.operation.redirects ?? 'follow';
    const answer = await sendLogged(call, request, {
      isAllowedHost: call.isAllowedHost,
      redirects,
      timeoutMs,
      operation: spec.name,
    });
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

function readAnswer(call: Call, spec: ExchangeSpec, answer: Answer): Exchanged | ProviderError {
  const { manifest } = call.target;
  const isSuccess = answer.status >= 200 && answer.status < 300;
  const classify = (parsed: ParsedAnswer) =>
    classifyAnswer(parsed, {
      manifest,
      operation: spec.operation,
      redact: call.redact,
      now: call.runtime.clock.now(),
    });
  let parsed: ParsedAnswer;
  try {
    parsed = isSuccess ? parseSuccess(answer, spec.operation.response, manifest.name) : parseFailure(answer);
  } catch (error) {
    // What cannot be read as a success may be a refusal the manifest knows, such as a page to sign in at.
    const unread = parseFailure(answer);
    const isKnown = findRule([...spec.operation.errors, ...manifest.errors], unread) !== null;
    throw (isKnown ? classify(unread) : null) ?? error;
  }
  if (findRule(spec.emptyWhen, parsed)) return { answer: parsed, isEmpty: true };
  const error = classify(parsed);
  return error ?? { answer: parsed, isEmpty: false };
}

function isRefusal(error: ProviderError): boolean {
  return error.class === 'auth_expired' || (error.class === 'auth_invalid' && error.status === 401);
}
