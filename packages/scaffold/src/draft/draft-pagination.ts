import type { ManifestInput } from '@patchbay/schema';
import type { Resolver } from '../api/resolver.ts';
import type { ApiOperation, ApiParameter } from '../api/types.ts';
import { type Member, membersOf, toExpression } from './walk-schema.ts';

export type PaginationInput = NonNullable<ManifestInput['operations'][string]['paginate']>;

/** How a list turns its pages, as far as its description tells. */
export interface DraftedPagination {
  paginate: PaginationInput;
  /** Query parameters the paginator sends; they are no inputs. */
  parameters: readonly string[];
  /** Members of the answer it reads, by what they are: fixtures fill them in. */
  reads: {
    next?: readonly string[];
    total?: readonly string[];
    more?: readonly string[];
    totalPages?: readonly string[];
  };
}

const cursorNames =
  /^(cursor|next_?cursor|page_?cursor|after|page_?token|next_?token|next_?page_?token|continuation(_?token)?|marker|start_?cursor|starting_?after|from_?cursor|page\[(cursor|after)\])$/i;
const offsetNames = /^(\$?skip|offset|start|start_?at|start_?index|from|page\[offset\])$/i;
const pageNames = /^(page|page_?num(ber)?|page_?no|page_?index|p|current_?page|page\[number\])$/i;
const sizeNames =
  /^(per_?page|page_?size|limit|max_?results|max_?items|size|count|\$?top|first|page_?limit|page_?count|items_?per_?page|results_?per_?page|page\[(size|limit)\])$/i;
const nextCursor =
  /^(next_?cursor|next_?page_?token|next_?token|next_?page_?cursor|end_?cursor|continuation_?token|next_?marker|next_?continuation_?token|next_?page|next|cursor|after)$/i;
const nextLink = /^(next|next_?link|next_?url|next_?page_?url|next_?page_?uri|@odata\.nextlink|next_?page|href)$/i;
const totalNames =
  /^(total|total_?count|total_?results|total_?items|total_?records|total_?size|total_?elements|count)$/i;
const totalPageNames = /^(total_?pages|page_?count|pages|last_?page|num_?pages)$/i;
const moreNames = /^(has_?more|has_?next(_?page)?|more|is_?truncated)$/i;

/** Recognises the paging of a list by the names of its parameters and of what it answers. Null when nothing leads to a next page. */
export function draftPagination(
  operation: ApiOperation,
  items: readonly string[],
  resolver: Resolver,
): DraftedPagination | null {
  const query = operation.parameters.filter(({ in: place }) => place === 'query');
  const find = (names: RegExp) => query.find(({ name }) => names.test(name));
  const members = membersOf(operation.success?.schema ?? {}, resolver).filter(({ path }) => !isBelow(path, items));
  const read = (names: RegExp, types: readonly string[]) =>
    members.find(({ path, type }) => names.test(path.at(-1) ?? '') && types.includes(type ?? ''));
  const size = find(sizeNames);
  const withSize = size ? { size: sizeOf(size) } : {};
  const more = read(moreNames, ['boolean']);
  const used = (...parameters: (ApiParameter | undefined)[]) =>
    parameters.flatMap((parameter) => (parameter ? [parameter.name] : []));

  if (operation.success?.headers.includes('link'))
    return { paginate: { type: 'link_header', ...withSize }, parameters: used(size, find(pageNames)), reads: {} };

  const cursor = find(cursorNames);
  if (cursor) {
    const cursors = members.filter((member) => nextCursor.test(member.path.at(-1) ?? '') && isCursor(member));
    // A bare "cursor" may be that of this page.
    const next = cursors.find(({ path }) => path.some((name) => /next|end/i.test(name))) ?? cursors[0];
    if (next)
      return {
        paginate: {
          type: 'cursor',
          from: { body: toExpression(next.path) },
          to: { query: cursor.name },
          ...(more && { stop: { unless: toExpression(more.path) } }),
          ...withSize,
        },
        parameters: used(cursor, size),
        reads: { next: next.path, ...(more && { more: more.path }) },
      };
    // Some lists go on after the id of the last item.
    if (more && /after/i.test(cursor.name))
      return {
        paginate: {
          ...{ type: 'keyset', param: cursor.name, key: 'id', until: { more: toExpression(more.path) } },
          ...withSize,
        },
        parameters: used(cursor, size),
        reads: { more: more.path },
      };
  }

  const link = members.find((member) => nextLink.test(member.path.at(-1) ?? '') && isLink(member));
  if (link)
    return {
      paginate: { type: 'link_body', next: toExpression(link.path), ...withSize },
      parameters: used(size, find(pageNames), find(offsetNames)),
      reads: { next: link.path },
    };

  const total = read(totalNames, ['integer', 'number']);
  const offset = find(offsetNames);
  const page = find(pageNames);
  const totalPages = page ? read(totalPageNames, ['integer', 'number']) : undefined;
  const place = offset ?? page;
  if (!place) return null;
  const reads = total
    ? { total: total.path }
    : totalPages
      ? { totalPages: totalPages.path }
      : more
        ? { more: more.path }
        : {};
  const until = total
    ? { total: toExpression(total.path) }
    : totalPages
      ? { totalPages: toExpression(totalPages.path) }
      : more
        ? { more: toExpression(more.path) }
        : size
          ? ('short_page' as const)
          : ('empty_page' as const);
  const start = startOf(place, offset ? 0 : 1);
  return {
    paginate: {
      ...{ type: offset ? 'offset' : 'page', param: place.name },
      ...(start !== (offset ? 0 : 1) && { start }),
      ...withSize,
      ...(until !== 'short_page' && { until }),
    } as PaginationInput,
    parameters: used(place, size),
    reads,
  };
}

/** Whether a member stands inside the items, where its name means something else. */
function isBelow(path: readonly string[], items: readonly string[]): boolean {
  return items.length > 0 && items.every((name, index) => path[index] === name);
}

function isCursor({ type, schema }: Member): boolean {
  return (type === 'string' || type === 'integer') && schema.format !== 'uri' && schema.format !== 'url';
}

/** A text that is an address: by its format, its name, or its place among links. */
function isLink({ path, type, schema }: Member): boolean {
  if (type !== 'string') return false;
  const name = path.at(-1) ?? '';
  const isInLinks = path.slice(0, -1).some((part) => /^_?links$/i.test(part));
  if (/^href$/i.test(name)) return path.at(-2) === 'next';
  return (
    schema.format === 'uri' ||
    schema.format === 'url' ||
    /link|url|uri/i.test(name) ||
    isInLinks ||
    isUrl(schema.example)
  );
}

function isUrl(value: unknown): boolean {
  return typeof value === 'string' && /^https?:\/\//.test(value);
}

/** What is asked for in a page: the most the provider gives, else what it gives by itself. */
function sizeOf({ name, schema, description }: ApiParameter): { param: string; value: number; max?: number } {
  const told = /\bmax(?:imum)?\b\D{0,20}?(\d{1,5})\b|\bup to (\d{1,5})\b/i.exec(description);
  const max = typeof schema.maximum === 'number' ? schema.maximum : Number(told?.[1] ?? told?.[2] ?? Number.NaN);
  if (Number.isSafeInteger(max) && max > 0) return { param: name, value: Math.min(max, 1_000), max };
  const usual = typeof schema.default === 'number' ? schema.default : 50;
  return { param: name, value: Number.isSafeInteger(usual) && usual > 0 ? usual : 50 };
}

function startOf({ schema }: ApiParameter, usual: number): number {
  for (const value of [schema.default, schema.minimum]) if (value === 0 || value === 1) return value;
  return usual;
}
