import type { OperationPlan } from '../call/manifest-plan.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { ParsedAnswer } from '../http/answer.ts';
import { select } from '../select/expressions.ts';

/**
 * The items of a page. Nothing at the place of the list is an empty list, as some providers leave empty lists out; anything
 * else that is no list is not taken for one.
 */
export function readItems(plan: OperationPlan, answer: ParsedAnswer): readonly unknown[] {
  const expression = plan.operation.items ?? '@';
  const isData = typeof answer.body === 'object';
  const found = isData ? select(expression, answer.body) : answer.body;
  if (Array.isArray(found)) return found;
  if (found === null || found === undefined) return [];
  throw new ProviderError('bug', `The answer of "${plan.name}" has no list where one is declared (${expression}).`, {
    status: answer.status,
  });
}
