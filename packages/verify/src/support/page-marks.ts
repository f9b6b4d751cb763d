import { select } from '@patchbay/runtime';
import type { Manifest, PageEnd, Pagination } from '@patchbay/schema';
import { toData } from '@patchbay/simulator';
import type { LoadedFixture } from '../manifest/context.ts';
import { isRequestOf } from './requests-of.ts';

interface Answer {
  headers: Readonly<Record<string, string>>;
  body?: unknown;
}

/**
 * Operations whose page marks (the token, link or total that leads on or ends the list) stand in no answer of a fixture, each with
 * where they are looked for. Operations that page in the same way speak for one another.
 */
export function unseenMarks(manifest: Manifest, fixtures: readonly LoadedFixture[]): { name: string; mark: string }[] {
  const paged = Object.entries(manifest.operations).flatMap(([name, operation]) =>
    operation.paginate ? [{ name, operation, paginate: operation.paginate }] : [],
  );
  const seen = new Set<string>();
  for (const { operation, paginate } of paged) {
    const mark = markOf(paginate);
    if (mark === null || seen.has(mark)) continue;
    const isSeen = fixtures.some(({ fixture }) =>
      fixture.interactions.some(
        ({ request, response }) =>
          isRequestOf(manifest, operation, request) &&
          hasMark(paginate, mark, { ...response, body: toData(response.body, operation) }),
      ),
    );
    if (isSeen) seen.add(mark);
  }
  return paged.flatMap(({ name, paginate }) => {
    const mark = markOf(paginate);
    return mark === null || seen.has(mark) ? [] : [{ name, mark }];
  });
}

/** Where a paginator looks; null when it counts on its own. */
function markOf(paginate: Pagination): string | null {
  switch (paginate.type) {
    case 'link_header':
      return `a Link with rel="${paginate.rel}"`;
    case 'link_body':
      return paginate.next;
    case 'cursor':
      return 'body' in paginate.from ? paginate.from.body : `the header ${paginate.from.header}`;
    case 'graphql_relay':
      return `${paginate.connection}.pageInfo`;
    default:
      return endOf(paginate.until);
  }
}

function endOf(until: PageEnd): string | null {
  if (typeof until === 'string') return null;
  if ('totalHeader' in until) return `the header ${until.totalHeader}`;
  return Object.values(until)[0] ?? null;
}

function hasMark(paginate: Pagination, mark: string, { headers, body }: Answer): boolean {
  if (paginate.type === 'link_header') return (headerOf(headers, 'link') ?? '').includes(`rel="${paginate.rel}"`);
  const name = /^the header (.+)$/.exec(mark)?.[1];
  if (name !== undefined) return headerOf(headers, name) !== undefined;
  if (typeof body !== 'object' || body === null) return false;
  const value = select(mark, body);
  return value !== null && value !== undefined && value !== '';
}

function headerOf(headers: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}
