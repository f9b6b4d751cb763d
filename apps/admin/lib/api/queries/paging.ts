/** Milliseconds between two looks at something that is still running. */
export const livePollMs = 1_000;
/** Milliseconds between two looks at a list in which something is still running. */
export const listPollMs = 2_500;
/** Rows of a page of a list. */
export const pageSize = 50;

/** How every list of the API goes on: with the cursor of the page before, none for the first page. */
export const cursorPages = {
  initialPageParam: '',
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor,
};

type Chosen<Filter> = { [Key in keyof Filter]: Exclude<Filter[Key], undefined> };

/** What of a filter is chosen, as parameters of a query. */
export function toQuery<Filter extends object>(filter: Filter): Chosen<Filter> {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value)) as Chosen<Filter>;
}
