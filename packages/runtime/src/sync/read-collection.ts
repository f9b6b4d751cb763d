import { hash } from 'node:crypto';
import { type TemplateValue, toCanonicalJson } from '@patchbay/schema';
import type { Call } from '../call/call.ts';
import { type OperationPlan, requireOperation } from '../call/manifest-plan.ts';
import { scopeOf } from '../call/run-request.ts';
import type { ParsedAnswer } from '../http/answer.ts';
import type { PagePatch } from '../http/page-patch.ts';
import { renderValue, type Scope } from '../http/template.ts';
import { checkMethodMayCall } from '../operations/method-operations.ts';
import { type PagePosition, readPages } from '../pagination/read-pages.ts';
import { type ForEach, type Parent, readParents, withParent } from './for-each.ts';
import { mergeConcurrently } from './merge-concurrently.ts';

/** A list to read once, or once for each parent. */
export interface Collection {
  operation: string;
  input: Record<string, TemplateValue>;
  forEach?: (ForEach & { concurrency?: number }) | undefined;
  /** Read only this many items of the list, of each parent. */
  newest?: number | undefined;
}

/** Where the read of a collection stands, as plain JSON. */
export interface CollectionPosition {
  /** Of a list without parents: the next page. */
  page?: PagePosition | undefined;
  /** Short names of the parents that were read to their end. */
  parents?: string[] | undefined;
}

export interface CollectionPage {
  /** Raw items, each with its parent. */
  items: readonly unknown[];
  answer: ParsedAnswer;
  /** Where the read stands after this page. Put together when asked for. */
  position(): CollectionPosition;
}

export interface ReadCollectionOptions {
  /** Besides settings and connection: the variables of a sync. */
  extra?: Scope;
  /** Parents for which this is false are not read. */
  isWanted?: (parent: Parent) => boolean;
  /** There are more parents than `maxParents`. */
  onCapped: () => void;
  /** What each page's request has besides. */
  base?: PagePatch;
  /** Where to go on; the pages after it come next. */
  from?: CollectionPosition | undefined;
}

/**
 * A collection page by page. The parents are read as their children are needed. Throws `unsupported` before anything is sent when the
 * way of signing in cannot read the collection or its parents.
 */
export async function* readCollection(
  call: Call,
  collection: Collection,
  options: ReadCollectionOptions,
): AsyncGenerator<CollectionPage, void, void> {
  const plan = requireOperation(call, collection.operation);
  const { forEach } = collection;
  const { extra = {}, isWanted = () => true, onCapped, from } = options;
  checkMethodMayCall(call, plan);
  if (!forEach) {
    for await (const { items, answer, next } of readItemsOf(call, plan, collection, options, null))
      yield { items, answer, position: () => (next ? { page: next } : {}) };
    return;
  }
  checkMethodMayCall(call, requireOperation(call, forEach.operation));
  const ended = [...(from?.parents ?? [])];
  const isEnded = new Set(ended);
  const children = async function* () {
    for await (const parent of readParents(call, forEach, extra, onCapped)) {
      if (isWanted(parent) && !isEnded.has(shortName(parent)))
        yield readItemsOf(call, plan, collection, options, parent);
    }
  };
  for await (const { items, answer, isLast, parent } of mergeConcurrently(children(), forEach.concurrency ?? 2)) {
    // Noted here, in the order of what is given, and not where pages are read ahead.
    if (isLast && parent) ended.push(shortName(parent));
    const count = ended.length;
    yield { items, answer, position: () => ({ parents: ended.slice(0, count) }) };
  }
}

interface ItemsPage {
  items: readonly unknown[];
  answer: ParsedAnswer;
  isLast: boolean;
  next: PagePosition | null;
  parent: Parent | null;
}

async function* readItemsOf(
  call: Call,
  plan: OperationPlan,
  { input, newest = Number.POSITIVE_INFINITY }: Collection,
  { extra = {}, base, from }: ReadCollectionOptions,
  parent: Parent | null,
): AsyncGenerator<ItemsPage, void, void> {
  const scope = await scopeOf(call, parent ? { ...extra, parent: parent.view } : extra);
  const values = { ...(renderValue(input, scope) as Record<string, unknown>), ...parent?.inputs };
  const full = { ...scope, input: withInputDefaults(plan, values) };
  let left = newest - (from?.page?.seen ?? 0);
  for await (const page of readPages(call, plan, full, {
    ...(base && { base }),
    ...(from?.page && !parent && { from: from.page }),
  })) {
    const wanted = page.items.length > left ? page.items.slice(0, left) : page.items;
    left -= wanted.length;
    const isLast = page.isLast || left <= 0;
    const items = parent ? wanted.map((item) => withParent(item, parent)) : wanted;
    yield { items, answer: page.answer, isLast, next: isLast ? null : page.next, parent };
    if (isLast) return;
  }
}

/** Tells one parent from another by what is asked for it. */
function shortName({ inputs }: Parent): string {
  return hash('sha256', toCanonicalJson(inputs), 'base64url').slice(0, 12);
}

function withInputDefaults(plan: OperationPlan, values: Record<string, unknown>): Record<string, unknown> {
  const result = { ...values };
  for (const [name, field] of Object.entries(plan.operation.input)) {
    if (result[name] === undefined && 'default' in field && field.default !== undefined) result[name] = field.default;
  }
  return result;
}
