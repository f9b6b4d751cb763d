import { authMethodLabel, PatchbayError } from '@patchbay/schema';
import type { Call } from '../call/call.ts';
import type { OperationPlan } from '../call/manifest-plan.ts';

/** Throws `unsupported` for an operation the connection's way of signing in cannot call. */
export function checkMethodMayCall(call: Call, plan: OperationPlan): void {
  const { method } = call.methodPlan;
  if (!method.operations || method.operations.includes(plan.name)) return;
  throw new PatchbayError(
    'unsupported',
    `"${plan.name}" cannot be called with "${authMethodLabel(method)}". Connect with another way to sign in.`,
    { data: { operations: method.operations } },
  );
}
