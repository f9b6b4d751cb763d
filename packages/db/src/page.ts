/** Where a list goes on. `after` is the `nextCursor` of the page before; `limit` is 1–500. */
export interface PageParams {
  limit: number;
  after?: string | undefined;
}

/** One page of rows; `nextCursor` is null on the last one. */
export interface Page<Row> {
  rows: Row[];
  nextCursor: string | null;
}

/** Cuts a page out of rows read with `limit + 1`. */
export function toPage<Row>(rows: Row[], limit: number, cursorOf: (row: Row) => string): Page<Row> {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, nextCursor: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}
