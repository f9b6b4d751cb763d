import type { Pagination, PaginationType } from '@patchbay/schema';
import type { AnswerHeaders } from '../http/answer.ts';
import type { PagePatch } from '../http/page-patch.ts';

/** A page that was read. It has at least one item: an empty page ends every list before a paginator is asked. */
export interface PageView {
  body: unknown;
  headers: AnswerHeaders;
  url: URL;
  items: readonly unknown[];
  /** Items of all pages so far, this one included. */
  seen: number;
  /** Pages so far, this one included. */
  pages: number;
}

/** Leads from page to page. Keeps nothing, so that a read can go on in another process. */
export interface Paginator {
  first(): PagePatch;
  /** What the next page's request has, or null at the end. */
  next(page: PageView): PagePatch | null;
}

export type PaginationOf<Type extends PaginationType> = Extract<Pagination, { type: Type }>;

export type PaginatorFactories = { [Type in PaginationType]: (pagination: PaginationOf<Type>) => Paginator };
