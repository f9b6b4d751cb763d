import type { PatchbayEvent } from '@patchbay/client';

/** What an event says that no other of its type does: why, or of what. Undefined where its type and connection say it all. */
export function eventDetail({ data }: Pick<PatchbayEvent, 'data'>): string | undefined {
  for (const name of ['message', 'title', 'sync', 'event'] as const) {
    const text = data[name];
    if (typeof text === 'string' && text !== '') return text;
  }
  return undefined;
}
