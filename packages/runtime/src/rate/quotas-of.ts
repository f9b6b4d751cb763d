import type { Call } from '../call/call.ts';
import type { BudgetQuota } from './rate-budgets.ts';

/** The budget that answers of one operation of one connection correct, declared or not. */
export function operationKey(call: Call, operation: string): string {
  return `operation:${call.target.connectionId}:${operation}`;
}

/** The quotas a request of this operation has to keep. */
export function quotasOf(call: Call, operation: string): BudgetQuota[] {
  const { manifest, connectionId, authMethod } = call.target;
  const quotas: BudgetQuota[] = [{ key: operationKey(call, operation) }];
  for (const [index, quota] of manifest.rateLimits.quotas.entries()) {
    if (quota.authMethods && !quota.authMethods.includes(authMethod)) continue;
    if (quota.operations && !quota.operations.includes(operation)) continue;
    const shared = {
      provider: `provider:${manifest.id}:${index}`,
      connection: `connection:${connectionId}:${index}`,
      operation: `operation:${connectionId}:${operation}:${index}`,
    };
    const budget: BudgetQuota = { key: shared[quota.scope] };
    if (quota.limit !== undefined) budget.limit = quota.limit;
    if (quota.windowSeconds !== undefined) budget.windowMs = quota.windowSeconds * 1000;
    if (quota.concurrency !== undefined) budget.concurrency = quota.concurrency;
    quotas.push(budget);
  }
  return quotas;
}
