import { testOf } from '@patchbay/schema';
import { type Call, createCall } from '../call/call.ts';
import { type OperationPlan, requireOperation } from '../call/manifest-plan.ts';
import { runRequest, scopeOf } from '../call/run-request.ts';
import type { RuntimeContext } from '../call/runtime-context.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { toCallError } from '../errors/to-call-error.ts';
import type { ParsedAnswer } from '../http/answer.ts';
import { isWebPage, webPageError } from '../http/parse-body.ts';
import { renderValue, type Scope } from '../http/template.ts';
import { createPaginator } from '../pagination/paginators.ts';
import { readItems } from '../pagination/read-items.ts';
import type { CallOptions, Target, TestResult } from '../types.ts';
import { offlineError } from './offline.ts';
import { missingOfSignIn, missingScopes, readAccount, readClockSkew, readScopes, readVersion } from './test-facts.ts';
import { failedSteps, passedSteps } from './test-steps.ts';

/** Proves a connection with one page of the manifest's test operation. */
export async function testConnection(
  runtime: RuntimeContext,
  target: Target,
  options: CallOptions,
): Promise<TestResult> {
  const call = createCall(runtime, target, options);
  const test = testOf(target.manifest, call.methodPlan.method);
  const plan = requireOperation(call, test.operation);
  const startedAt = runtime.clock.now();
  const nothing = { account: null, scopes: null, missingScopes: [], version: null, clockSkewMs: null };
  let answer: ParsedAnswer;
  try {
    answer = await ask(call, plan);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const latencyMs = runtime.clock.now() - startedAt;
    const steps = failedSteps(error, call);
    return {
      ok: false,
      latencyMs,
      ...nothing,
      rateLimit: call.rateLimit,
      steps,
      error: toCallError(error, call.redact),
    };
  }
  const latencyMs = runtime.clock.now() - startedAt;
  const account = readAccount(test, answer);
  const told = readScopes(test, answer);
  const granted = target.grantedScopes ?? null;
  const scopes = told ?? (granted && [...granted]);
  const missing =
    told === null && granted !== null
      ? missingOfSignIn(call.methodPlan.method, granted)
      : missingScopes(target.manifest, told);
  const facts = { account, scopes, missingScopes: missing };
  return {
    ok: true,
    latencyMs,
    ...facts,
    version: readVersion(test, answer),
    clockSkewMs: readClockSkew(answer, { startedAt, latencyMs }),
    rateLimit: call.rateLimit,
    steps: passedSteps(call, facts),
    error: null,
  };
}

async function ask(call: Call, plan: OperationPlan): Promise<ParsedAnswer> {
  if (call.runtime.offline) throw offlineError(call);
  const { manifest } = call.target;
  const given = renderValue(testOf(manifest, call.methodPlan.method).input, call.scope) as Record<string, unknown>;
  const scope: Scope = await scopeOf(call, { input: given });
  const { paginate } = plan.operation;
  const { answer, isEmpty } = await runRequest(call, plan, scope, paginate ? createPaginator(paginate).first() : {});
  // An operation that reads no body would take any web page for a yes.
  if (plan.operation.response === 'none' && isWebPage(answer)) throw webPageError(answer, manifest.name);
  if (!isEmpty && plan.operation.items !== undefined) readItems(plan, answer);
  return answer;
}
