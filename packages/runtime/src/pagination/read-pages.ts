import type { Call } from '../call/call.ts';
import type { OperationPlan } from '../call/manifest-plan.ts';
import { runRequest } from '../call/run-request.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { ParsedAnswer } from '../http/answer.ts';
import type { PagePatch } from '../http/page-patch.ts';
import type { Scope } from '../http/template.ts';
import { createPaginator } from './paginators.ts';
import { readItems } from './read-items.ts';

export interface Page {
  answer: ParsedAnswer;
  /** Raw items, before `result`. */
  items: readonly unknown[];
  /** No page follows. */
  isLast: boolean;
}

/**
 * Reads a list page by page. It always ends: quietly on an empty page or where the provider says so; with a ProviderError on a
 * repeated cursor or page, a next page on a foreign host, and the hard cap, because a list cut short must never pass for a
 * whole one.
 */
export async function* readPages(call: Call, plan: OperationPlan, scope: Scope): AsyncGenerator<Page, void, void> {
  const { paginate } = plan.operation;
  const paginator = paginate ? createPaginator(paginate) : null;
  const asked = new Set<string>();
  let patch: PagePatch = paginator?.first() ?? {};
  let previous: Page | null = null;
  let seen = 0;
  for (let pages = 1; ; pages += 1) {
    refuseRepeated(plan, asked, patch);
    refuseForeign(call, patch);
    const { answer, isEmpty } = await runRequest(call, plan, scope, patch);
    const items = isEmpty ? [] : readItems(plan, answer);
    seen += items.length;
    const { body, headers, url } = answer;
    const next: PagePatch | null =
      items.length === 0 || !paginator ? null : paginator.next({ body, headers, url, items, seen });
    const page: Page = { answer, items, isLast: next === null };
    if (previous && isSamePage(previous, page)) throw repeated(plan);
    yield page;
    if (next === null) return;
    if (paginate && pages >= paginate.maxPages) throw tooManyPages(plan, paginate.maxPages);
    previous = page;
    patch = next;
  }
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
