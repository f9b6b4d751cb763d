import { resolveNext } from './next-url.ts';
import { sizePatch } from './page-size.ts';
import type { PaginatorFactories } from './paginator.ts';

/** RFC 8288: the header names the next page. */
export const linkHeader: PaginatorFactories['link_header'] = (pagination) => ({
  first: () => sizePatch(pagination),
  next: ({ headers, url }) => {
    const target = findLink(headers.link ?? '', pagination.rel);
    return target === null ? null : { url: resolveNext(target, url) };
  },
});

/** The target of the first link with this relation. */
export function findLink(header: string, rel: string): string | null {
  for (const match of header.matchAll(/<([^>]*)>((?:\s*;\s*[^\s=;,]+(?:\s*=\s*(?:"[^"]*"|[^\s";,]*))?)*)/g)) {
    const relation = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s";,]+))/i.exec(match[2] ?? '');
    const words = (relation?.[1] ?? relation?.[2] ?? '').toLowerCase().split(/\s+/);
    if (words.includes(rel.toLowerCase())) return match[1] ?? null;
  }
  return null;
}
