import type { Manifest } from '@patchbay/schema';
import { select, selectFlag } from '../select/expressions.ts';
import { createRecordMapper } from '../sync/record-mapper.ts';
import type { FetchedRecord } from '../types.ts';
import { readBody } from './read-body.ts';
import type { WebhookRequest } from './webhook-request.ts';

/** What a delivery says about one record of a sync. */
export type WebhookRecord = { sync: string; record: FetchedRecord } | { sync: string; deletedId: string };

/**
 * The record a delivery holds, mapped as the sync maps what it reads, so that both ways give the same. Null when the event holds none.
 * Throws ProviderError `bug` when the payload does not fit the manifest.
 */
export function mapWebhookRecord(
  { webhooks, syncs }: Manifest,
  event: string,
  request: WebhookRequest,
): WebhookRecord | null {
  const events = webhooks?.events ?? {};
  const declared = Object.hasOwn(events, event) ? events[event]?.record : undefined;
  const sync = declared && syncs[declared.sync];
  if (!sync) return null;
  const body = readBody(request) ?? null;
  if (declared.when !== undefined && !selectFlag(declared.when, body)) return null;
  const item = select(declared.item, body);
  if (item === null || item === undefined) return null;
  const { records, deleted } = createRecordMapper(sync, declared.sync)([item]);
  const [record] = records;
  const deletedId = deleted[0] ?? (declared.deleted && selectFlag(declared.deleted, body) ? record?.id : undefined);
  if (deletedId !== undefined) return { sync: declared.sync, deletedId };
  return record ? { sync: declared.sync, record } : null;
}
