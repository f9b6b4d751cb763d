import {
  type AuthMethod,
  type ErrorRule,
  type Manifest,
  type Operation,
  operationOf,
  PatchbayError,
} from '@patchbay/schema';
import type { AuthStrategy } from '../auth/auth-strategy.ts';
import { strategyFor } from '../auth/strategies.ts';

/** What does not change from call to call, worked out once for each operation. */
export interface OperationPlan {
  name: string;
  operation: Operation;
  method: string;
  path: string;
  /** The request may be sent twice without a second effect. */
  isRepeatable: boolean;
  isRead: boolean;
  emptyWhen: readonly ErrorRule[];
}

export interface MethodPlan {
  method: AuthMethod;
  strategy: AuthStrategy;
  /** Lower-case names of headers that may hold a credential. */
  credentialHeaders: ReadonlySet<string>;
  credentialParameters: ReadonlySet<string>;
}

export interface ManifestPlan {
  manifest: Manifest;
  /** Those that have been run; there may be thousands, of which most calls need one. */
  operations: Map<string, OperationPlan>;
  methods: Map<string, MethodPlan>;
  proxyMethods: ReadonlySet<string>;
}

const plans = new WeakMap<Manifest, ManifestPlan>();
const repeatableMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'LIST', 'PUT', 'DELETE']);

/** The plan of a manifest; made when it is first used, kept as long as the manifest is. */
export function planOf(manifest: Manifest): ManifestPlan {
  const known = plans.get(manifest);
  if (known) return known;
  const plan: ManifestPlan = {
    manifest,
    operations: new Map(),
    methods: new Map(manifest.auth.map((method) => [method.id, planMethod(method)])),
    proxyMethods: new Set(manifest.http?.proxyMethods ?? []),
  };
  plans.set(manifest, plan);
  return plan;
}

/** The operation to run where one is named: a method may bring another in its place. Throws `not_found` for an unknown one, `unsupported` for one that is not served over HTTP. */
export function requireOperation(
  { plan, methodPlan }: { plan: ManifestPlan; methodPlan: MethodPlan },
  wanted: string,
): OperationPlan {
  const name = operationOf(methodPlan.method, wanted);
  const known = plan.operations.get(name);
  if (known) return known;
  const operation = Object.hasOwn(plan.manifest.operations, name) ? plan.manifest.operations[name] : undefined;
  if (operation?.request !== undefined) {
    const planned = planOperation(name, operation, operation.request);
    plan.operations.set(name, planned);
    return planned;
  }
  if (operation)
    throw new PatchbayError('unsupported', `This version of Patchbay cannot run "${name}": it does not use HTTP.`);
  throw new PatchbayError('not_found', `${plan.manifest.name} has no operation "${name.slice(0, 80)}".`, {
    data: { operations: Object.keys(plan.manifest.operations) },
  });
}

/** Throws `invalid_input` for a method the manifest does not have. */
export function requireMethod(plan: ManifestPlan, id: string): MethodPlan {
  const method = plan.methods.get(id);
  if (method) return method;
  throw new PatchbayError('invalid_input', `${plan.manifest.name} has no way to sign in called "${id.slice(0, 80)}".`, {
    details: [{ path: 'authMethod', message: `must be one of ${[...plan.methods.keys()].join(', ')}` }],
  });
}

function planOperation(name: string, operation: Operation, request: string): OperationPlan {
  const [method = 'GET', path = '/'] = request.split(' ', 2);
  return {
    name,
    operation,
    method,
    path,
    isRead: operation.safety === 'read',
    isRepeatable: operation.retry?.idempotent ?? (operation.safety === 'read' || repeatableMethods.has(method)),
    emptyWhen: operation.emptyWhen,
  };
}

function planMethod(method: AuthMethod): MethodPlan {
  const strategy = strategyFor(method);
  const headers = [
    ...strategy.credentialHeaders(method),
    ...Object.keys(method.headers).map((name) => name.toLowerCase()),
  ];
  return {
    method,
    strategy,
    credentialHeaders: new Set(headers),
    credentialParameters: new Set(strategy.credentialParameters?.(method) ?? []),
  };
}
