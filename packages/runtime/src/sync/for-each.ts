import type { TemplateValue } from '@patchbay/schema';
import type { Call } from '../call/call.ts';
import { requireOperation } from '../call/manifest-plan.ts';
import { scopeOf } from '../call/run-request.ts';
import { renderValue, type Scope } from '../http/template.ts';
import { readPages } from '../pagination/read-pages.ts';
import { select } from '../select/expressions.ts';

export interface ForEach {
  operation: string;
  input: Record<string, TemplateValue>;
  as: Record<string, string>;
  maxParents: number;
}

/** One parent of a child collection. */
export interface Parent {
  /** The parent as the provider gave it. */
  item: unknown;
  /** Inputs of the child operation. */
  inputs: Record<string, unknown>;
  /** What `{parent.x}` and `parent.x` in expressions read: the inputs, then the fields of the parent. */
  view: Record<string, unknown>;
}

/** Lists the parents, page by page. Ends early, after calling `onCapped`, when there are more than may be read. */
export async function* readParents(
  call: Call,
  forEach: ForEach,
  extra: Scope,
  onCapped: () => void,
): AsyncGenerator<Parent, void, void> {
  const plan = requireOperation(call, forEach.operation);
  const scope = await scopeOf(call, extra);
  const input = renderValue(forEach.input, scope) as Record<string, unknown>;
  let count = 0;
  for await (const page of readPages(call, plan, { ...scope, input })) {
    for (const item of page.items) {
      if (count >= forEach.maxParents) {
        onCapped();
        return;
      }
      count += 1;
      yield toParent(item, forEach);
    }
  }
}

/** What expressions over an item of a child collection read: the item and its parent. A bare value is called `value`. */
export function withParent(item: unknown, parent: Parent | null): unknown {
  return parent === null ? item : { ...asObject(item), parent: parent.view };
}

function toParent(item: unknown, { as }: ForEach): Parent {
  const inputs = Object.fromEntries(Object.entries(as).map(([name, expression]) => [name, select(expression, item)]));
  return { item, inputs, view: { ...asObject(item), ...inputs } };
}

function asObject(item: unknown): Record<string, unknown> {
  const isObject = typeof item === 'object' && item !== null && !Array.isArray(item);
  return isObject ? (item as Record<string, unknown>) : { value: item };
}
