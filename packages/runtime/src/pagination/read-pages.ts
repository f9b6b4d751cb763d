import type { Call } from '../call/call.ts';
import type { OperationPlan } from '../call/manifest-plan.ts';
import { runRequest } from '../call/run-request.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { ParsedAnswer } from '../http/answer.ts';
import type { PagePatch } from '../http/page-patch.ts';
import type { Scope } from '../http/template.ts';
import { isStable } from './is-stable.ts';
import { totalOf } from './page-end.ts';
import { mergePatches } from './page-size.ts';
import { createPaginator } from './paginators.ts';
import { readItems } from './read-items.ts';

export interface Page {
  answer: ParsedAnswer;
  /** Raw items, before `result`. */
  items: readonly unknown[];
  /** No page follows. */
  isLast: boolean;
  /** Where the next page begins; null after the last one. */
  next: PagePosition | null;
}

/** A place between two pages, as plain JSON. */
export interface PagePosition {
  patch: Omit<PagePatch, 'url'> & { url?: string };
  /** Pages and items before it. */
  pages: number;
  seen: number;
}

export interface ReadPagesOptions {
  /** What each page's request has besides; an address given by the provider has it already. */
  base?: PagePatch;
  /** Where to go on. Default: the first page. */
  from?: PagePosition | null;
}

/**
 * Reads a list page by page. It always ends: quietly on an empty page or where the provider says so; with a ProviderError on a
 * repeated cursor or page, a next page on a foreign host, fewer items than the provider says there are, and the hard cap, because a
 * list cut short must never pass for a whole one.
 */
export async function* readPages(
  call: Call,
  plan: OperationPlan,
  scope: Scope,
  { base = {}, from = null }: ReadPagesOptions = {},
): AsyncGenerator<Page, void, void> {
  const { paginate } = plan.operation;
  const paginator = paginate ? createPaginator(paginate) : null;
  const asked = new Set<string>();
  let patch: PagePatch = from ? toPatch(from) : (paginator?.first() ?? {});
  let previous: Page | null = null;
  let seen = from?.seen ?? 0;
  for (let pages = (from?.pages ?? 0) + 1; ; pages += 1) {
    refuseRepeated(plan, asked, patch);
    refuseForeign(call, patch);
    const { answer, isEmpty } = await runRequest(call, plan, scope, patch.url ? patch : mergePatches(base, patch));
    const items = isEmpty || answer.status === 304 ? [] : readItems(plan, answer);
    seen += items.length;
    const { body, headers, url } = answer;
    if (answer.status === 304 && !isConditional(base)) throw unexpectedNotModified(plan);
    if (items.length === 0 && !isEmpty && answer.status !== 304) refuseMissing(plan, { body, headers }, seen);
    const next: PagePatch | null =
      items.length === 0 || !paginator ? null : paginator.next({ body, headers, url, items, seen, pages });
    const page: Page = {
      answer,
      items,
      isLast: next === null,
      next: next && {
        patch: { ...next, ...(next.url && { url: next.url.href }) } as PagePosition['patch'],
        pages,
        seen,
      },
    };
    if (previous && isSamePage(previous, page)) throw repeated(plan);
    yield page;
    if (next === null) return;
    if (!isStable(paginate)) call.hasTurnedPages = true;
    if (paginate && pages >= paginate.maxPages) throw tooManyPages(plan, paginate.maxPages);
    previous = page;
    patch = next;
  }
}

function toPatch({ patch }: PagePosition): PagePatch {
  const { url, ...rest } = patch;
  return url === undefined ? rest : { ...rest, url: new URL(url) };
}

function isConditional({ headers = {} }: PagePatch): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === 'if-none-match');
}

function unexpectedNotModified(plan: OperationPlan): ProviderError {
  return new ProviderError('bug', `"${plan.name}" was answered "not modified", which was not asked.`, {
    status: 304,
    whoseFault: 'provider',
  });
}

/** A provider that breaks a list off answers an empty page too; where it tells how many there are, the two are told apart. */
function refuseMissing(
  plan: OperationPlan,
  page: { body: unknown; headers: ParsedAnswer['headers'] },
  seen: number,
): void {
  const { paginate } = plan.operation;
  const total = totalOf(paginate && 'until' in paginate ? paginate.until : undefined, page);
  const skipped = paginate?.type === 'offset' ? paginate.start : 0;
  if (total === null || seen + skipped >= total) return;
  throw new ProviderError('transient', `"${plan.name}" gave ${seen} of the ${total} items it says there are.`, {
    whoseFault: 'provider',
    nextStep: 'Run it again later; what was read is not complete.',
  });
}

function refuseRepeated(plan: OperationPlan, asked: Set<string>, patch: PagePatch): void {
  const key = JSON.stringify({ ...patch, url: patch.url?.href });
  if (asked.has(key)) throw repeated(plan);
  asked.add(key);
}

function refuseForeign(call: Call, { url }: PagePatch): void {
  if (!url || call.isAllowedHost(url)) return;
  const { name } = call.target.manifest;
  throw new ProviderError(
    'validation',
    `${name} sends us to ${url.host} for the next page, which is not one of its declared hosts, so Patchbay did not go there.`,
    { nextStep: 'Check the public address in the configuration of the server; it must be the server URL set here.' },
  );
}

/** A server that does not know the paging parameter gives the same page for ever. */
function isSamePage(previous: Page, page: Page): boolean {
  if (page.items.length === 0 || previous.items.length !== page.items.length) return false;
  if (previous.answer.bytes.equals(page.answer.bytes)) return true;
  if (JSON.stringify(previous.items[0]) !== JSON.stringify(page.items[0])) return false;
  return JSON.stringify(previous.items) === JSON.stringify(page.items);
}

function repeated(plan: OperationPlan): ProviderError {
  return new ProviderError(
    'bug',
    `The pages of "${plan.name}" go round in circles: the same page was answered twice.`,
    {
      whoseFault: 'provider',
      nextStep: 'Report it with the version of the provider; what was read is not complete.',
    },
  );
}

function tooManyPages(plan: OperationPlan, maxPages: number): ProviderError {
  return new ProviderError('bug', `"${plan.name}" has more than ${maxPages} pages, so Patchbay stopped reading.`, {
    nextStep: 'Narrow the list with its inputs, or raise maxPages of the operation when the list is really that long.',
  });
}
