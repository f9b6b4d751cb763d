import type { Sync } from '@patchbay/schema';
import type { PagePatch } from '../../http/page-patch.ts';
import type { SyncCursor } from '../../types.ts';
import type { CollectionPage } from '../read-collection.ts';

export type IncrementalType = NonNullable<Sync['incremental']>['type'];
export type IncrementalOf<Type extends IncrementalType> = Extract<NonNullable<Sync['incremental']>, { type: Type }>;

/** How one read begins where the last one ended. Made for one read. */
export interface Incremental {
  /** What each page's request has besides. */
  base: PagePatch;
  /** All there is is read, not only what changed. */
  isWhole: boolean;
  /** Sees each page as it was read. */
  note(page: Pick<CollectionPage, 'items' | 'answer'>): void;
  /** What the next read begins with, once this one is over; null when there is nothing to begin with. */
  cursor(): SyncCursor | null;
}

export interface IncrementalContext {
  /** What the last complete read ended with; null for the first one, which reads everything. */
  cursor: SyncCursor | null;
  /** What this read had noted before it was broken off. */
  noted: SyncCursor | null;
  /** When the read began, in milliseconds since 1970. */
  startedAt: number;
}

export type IncrementalFactory<Type extends IncrementalType> = (
  declared: IncrementalOf<Type>,
  context: IncrementalContext,
) => Incremental;

/** A value where a declaration wants it: in the query, the body, or the variables of GraphQL. */
export function placeParameter(where: 'query' | 'body' | 'variables', name: string, value: unknown): PagePatch {
  if (where === 'query') return { query: { [name]: value } };
  return { body: { [where === 'variables' ? `variables.${name}` : name]: value } };
}
