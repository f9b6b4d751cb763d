import type { Manifest } from '@patchbay/schema';
import { select } from '../select/expressions.ts';

/** What an endpoint gives to the operations that manage its hook at the provider. */
export interface HookFacts {
  url: string;
  secret: string;
  /** Names of events; null: all there are. */
  events: readonly string[] | null;
  resource: string | null;
  /** Null until the hook is made. */
  hookId: string | null;
}

/** The inputs of one of these operations: those of the manifest's scope that it declares. Throws ProviderError `bug` for an expression that does not fit. */
export function hookInput({ webhooks, operations }: Manifest, operation: string, facts: HookFacts) {
  const declared = operations[operation]?.input ?? {};
  const values: Record<string, unknown> = {};
  for (const [name, expression] of Object.entries(webhooks?.lifecycle?.scope ?? {})) {
    if (!Object.hasOwn(declared, name)) continue;
    const value = select(expression, facts);
    if (value !== null && value !== undefined) values[name] = value;
  }
  return values;
}

/** A hook as the provider lists it. */
export interface ListedHook {
  id: string;
  /** Where it delivers to; null when the list does not tell. */
  address: string | null;
  isEnabled: boolean;
}

/** The scheme the answer of making a hook says it delivers by; null when it does not tell. */
export function readHookScheme({ webhooks }: Manifest, answer: unknown): string | null {
  const expression = webhooks?.lifecycle?.scheme;
  const scheme = expression === undefined ? null : select(expression, answer);
  return typeof scheme === 'string' ? scheme : null;
}

/** Reads one item of the list, or what making a hook answered. Null when it has no id. */
export function readListedHook({ webhooks }: Manifest, item: unknown): ListedHook | null {
  const lifecycle = webhooks?.lifecycle;
  if (!lifecycle) return null;
  const id = select(lifecycle.id, item);
  if ((typeof id !== 'string' && typeof id !== 'number') || id === '') return null;
  const address = lifecycle.address === undefined ? null : select(lifecycle.address, item);
  return {
    id: String(id),
    address: typeof address === 'string' ? address : null,
    // Only a clear no is one: older servers do not tell.
    isEnabled: lifecycle.enabled === undefined || select(lifecycle.enabled, item) !== false,
  };
}
