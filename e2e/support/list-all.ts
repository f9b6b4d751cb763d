import type { RecordRow } from '@patchbay/client';
import type { ApiClient } from './api-client.ts';

interface Page<Row> {
  data: Row[];
  nextCursor: string | null;
}

/** Reads the change feed of a connection from the start, the way a consumer does: by the last sequence seen. */
export async function listRecords(
  api: ApiClient,
  connectionId: string,
  query: { model?: string; limit?: number; includeDeleted?: boolean } = {},
): Promise<{ records: RecordRow[]; pages: number }> {
  const records: RecordRow[] = [];
  let pages = 0;
  let after: string | null = null;
  do {
    const search = new URLSearchParams({ limit: String(query.limit ?? 500) });
    if (query.model) search.set('model', query.model);
    if (query.includeDeleted) search.set('includeDeleted', 'true');
    if (after !== null) search.set('after', after);
    const page: Page<RecordRow> = await api.get(`/integrations/connections/${connectionId}/records?${search}`);
    records.push(...page.data);
    pages += 1;
    after = page.nextCursor;
  } while (after !== null && pages < 10_000);
  return { records, pages };
}
