import type { PatchbayClient } from '@patchbay/client';
import { unwrap } from '#lib/api/unwrap.ts';
import type { Evidence } from './types.ts';

/** All evidence in the order of the chain, one entry a line. */
export async function readEvidenceLines(api: PatchbayClient): Promise<string[]> {
  const lines: string[] = [];
  let cursor: string | null = null;
  do {
    const page: { data: Evidence[]; nextCursor: string | null } = await unwrap(
      api.GET('/api/v1/evidence', {
        params: { query: { order: 'oldest', limit: 500, ...(cursor !== null && { cursor }) } },
      }),
    );
    lines.push(...page.data.map((entry) => JSON.stringify(entry)));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return lines;
}

/** Has the browser keep a text as a file. */
export function saveFile(name: string, lines: readonly string[]): void {
  const url = URL.createObjectURL(new Blob([lines.map((line) => `${line}\n`).join('')], { type: 'application/jsonl' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Not at once: the browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
