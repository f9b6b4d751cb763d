import type { IncrementalFactory } from './incremental.ts';

/** Asks whether anything changed. When it did, everything is read. */
export const etag: IncrementalFactory<'etag'> = (_declared, { cursor, noted }) => {
  const from = cursor?.type === 'etag' ? cursor.value : null;
  let latest = noted?.type === 'etag' ? noted.value : null;
  const incremental = {
    base: from === null ? {} : { headers: { 'if-none-match': from } },
    isWhole: true,
    note({ answer }: { answer: { status: number; headers: Readonly<Record<string, string | undefined>> } }) {
      // Nothing was read, so nothing can be said of what is gone.
      if (answer.status === 304) incremental.isWhole = false;
      else latest = answer.headers.etag ?? null;
    },
    cursor() {
      const value = latest ?? (incremental.isWhole ? null : from);
      return value === null ? null : ({ type: 'etag', value } as const);
    },
  };
  return incremental;
};
