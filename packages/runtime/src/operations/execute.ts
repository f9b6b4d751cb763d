import { type Call, createCall } from '../call/call.ts';
import { type OperationPlan, requireOperation } from '../call/manifest-plan.ts';
import { runRequest, scopeOf } from '../call/run-request.ts';
import type { RuntimeContext } from '../call/runtime-context.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { toCallError } from '../errors/to-call-error.ts';
import { requireValidFields } from '../fields/validate-fields.ts';
import { type ParsedAnswer, toResponseView } from '../http/answer.ts';
import type { Scope } from '../http/template.ts';
import { readPages } from '../pagination/read-pages.ts';
import { select } from '../select/expressions.ts';
import type { CallOptions, OperationResult, Target } from '../types.ts';
import { checkMethodMayCall } from './method-operations.ts';
import { skipOffline } from './offline.ts';

const defaultLimit = 1_000;

/** Runs one operation, from checking its input to mapping its answer. */
export async function execute(
  runtime: RuntimeContext,
  target: Target,
  operationName: string,
  input: Readonly<Record<string, unknown>>,
  options: CallOptions,
): Promise<OperationResult> {
  const call = createCall(runtime, target, options);
  const plan = requireOperation(call, operationName);
  checkMethodMayCall(call, plan);
  const values = requireValidFields(plan.operation.input, input, {
    path: 'input',
    settings: target.settings,
  });
  if (runtime.offline) return skipOffline(call, plan, values);
  try {
    const scope = await scopeOf(call, { input: values });
    const isList = plan.operation.items !== undefined || plan.operation.paginate !== undefined;
    const found = isList ? await readList(call, plan, scope) : await readOne(call, plan, scope);
    return { success: true, ...found, skippedOffline: false, requests: call.requests };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return { success: false, error: toCallError(error, call.redact), skippedOffline: false, requests: call.requests };
  }
}

/** Maps an answer, or one item of a list, to what the caller gets. */
export function mapResult(plan: OperationPlan, data: unknown): unknown {
  const { result } = plan.operation;
  return result === undefined ? data : select(result, data);
}

async function readOne(call: Call, plan: OperationPlan, scope: Scope): Promise<Pick<OperationResult, 'result'>> {
  const { answer, isEmpty } = await runRequest(call, plan, scope, {});
  if (isEmpty) return { result: null };
  return { result: mapResult(plan, viewOf(plan, answer)) };
}

async function readList(
  call: Call,
  plan: OperationPlan,
  scope: Scope,
): Promise<Pick<OperationResult, 'result' | 'items' | 'truncated'>> {
  const limit = call.options.limit ?? defaultLimit;
  const items: unknown[] = [];
  for await (const page of readPages(call, plan, scope)) {
    const room = limit - items.length;
    for (const item of page.items.slice(0, room)) items.push(mapResult(plan, item));
    if (page.items.length > room || (items.length >= limit && !page.isLast))
      return { result: items, items, truncated: true };
  }
  return { result: items, items, truncated: false };
}

function viewOf(plan: OperationPlan, answer: ParsedAnswer): unknown {
  return plan.operation.resultFrom === 'response' ? toResponseView(answer) : answer.body;
}
