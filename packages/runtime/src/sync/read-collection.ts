import type { TemplateValue } from '@patchbay/schema';
import type { Call } from '../call/call.ts';
import { type OperationPlan, requireOperation } from '../call/manifest-plan.ts';
import { scopeOf } from '../call/run-request.ts';
import { renderValue, type Scope } from '../http/template.ts';
import { checkMethodMayCall } from '../operations/method-operations.ts';
import { readPages } from '../pagination/read-pages.ts';
import { type ForEach, type Parent, readParents, withParent } from './for-each.ts';
import { mergeConcurrently } from './merge-concurrently.ts';

/** A list to read once, or once for each parent. */
export interface Collection {
  operation: string;
  input: Record<string, TemplateValue>;
  forEach?: (ForEach & { concurrency?: number }) | undefined;
}

export interface ReadCollectionOptions {
  /** Besides settings and connection: the variables of a sync. */
  extra?: Scope;
  /** Parents for which this is false are not read. */
  isWanted?: (parent: Parent) => boolean;
  /** There are more parents than `maxParents`. */
  onCapped: () => void;
}

/**
 * The raw items of a collection, page by page, each with its parent. The parents are read as their children are needed. Throws
 * `unsupported` before anything is sent when the way of signing in cannot read the collection or its parents.
 */
export async function* readCollection(
  call: Call,
  collection: Collection,
  options: ReadCollectionOptions,
): AsyncGenerator<readonly unknown[], void, void> {
  const plan = requireOperation(call, collection.operation);
  const { forEach, input } = collection;
  const { extra = {}, isWanted = () => true, onCapped } = options;
  checkMethodMayCall(call, plan);
  if (forEach) checkMethodMayCall(call, requireOperation(call, forEach.operation));
  if (!forEach) {
    yield* readItemsOf(call, plan, input, extra, null);
    return;
  }
  const children = async function* () {
    for await (const parent of readParents(call, forEach, extra, onCapped)) {
      if (isWanted(parent)) yield readItemsOf(call, plan, input, extra, parent);
    }
  };
  yield* mergeConcurrently(children(), forEach.concurrency ?? 2);
}

async function* readItemsOf(
  call: Call,
  plan: OperationPlan,
  input: Record<string, TemplateValue>,
  extra: Scope,
  parent: Parent | null,
): AsyncGenerator<readonly unknown[], void, void> {
  const scope = await scopeOf(call, parent ? { ...extra, parent: parent.view } : extra);
  const values = { ...(renderValue(input, scope) as Record<string, unknown>), ...parent?.inputs };
  for await (const page of readPages(call, plan, { ...scope, input: withInputDefaults(plan, values) })) {
    yield parent ? page.items.map((item) => withParent(item, parent)) : page.items;
  }
}

function withInputDefaults(plan: OperationPlan, values: Record<string, unknown>): Record<string, unknown> {
  const result = { ...values };
  for (const [name, field] of Object.entries(plan.operation.input)) {
    if (result[name] === undefined && 'default' in field && field.default !== undefined) result[name] = field.default;
  }
  return result;
}
