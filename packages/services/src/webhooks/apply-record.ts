import {
  borrowSyncLease,
  deleteRecords,
  type Executor,
  getRecord,
  getSyncState,
  returnSyncLease,
  type WebhookDelivery,
  type WebhookOutcome,
  writeRecords,
} from '@patchbay/db';
import type { WebhookRecord } from '@patchbay/runtime';
import type { Manifest } from '@patchbay/schema';
import { applyRecordsToFindings } from '../findings/apply-records.ts';
import { createFindingTeller } from '../findings/create-finding-teller.ts';

interface ApplyParams {
  delivery: WebhookDelivery;
  manifest: Manifest;
  found: WebhookRecord;
  now: Date;
}

/** What came of it; `rereads` names syncs that have to look for themselves. */
interface Applied {
  record: WebhookOutcome['record'];
  rereads: string[];
  note: string | null;
}

/**
 * Writes the record a delivery holds, as the sync itself would. Deliveries are late and out of order, so an older picture never replaces
 * a newer one: when a read began after the delivery came, or goes on right now, the sync is asked to look again instead.
 */
export async function applyWebhookRecord(
  tx: Executor,
  { delivery, manifest, found, now }: ApplyParams,
): Promise<Applied> {
  const { organizationId, connectionId } = delivery;
  const sync = manifest.syncs[found.sync];
  if (!sync) return { record: null, rereads: [], note: null };
  const reread = (note: string): Applied => ({ record: null, rereads: [found.sync], note });
  const key = { organizationId, connectionId, sync: found.sync };
  const lease = await borrowSyncLease(tx, { ...key, owner: `webhook/${delivery.id}` });
  if (!lease) return reread('A sync is reading these records, so it was asked to read once more.');
  try {
    const state = await getSyncState(tx, key);
    if (state?.lastRunAt && state.lastRunAt > delivery.receivedAt)
      return { record: null, rereads: [], note: 'A sync has read these records since the delivery came.' };
    if ('deletedId' in found) {
      const deleted = await deleteRecords(tx, { lease, externalIds: [found.deletedId], now });
      if (sync.model === 'finding') await bringFindings([], [], [found.deletedId]);
      return told(found.deletedId, deleted > 0 ? 'deleted' : 'unchanged');
    }
    const { record } = found;
    const known = await getRecord(tx, { ...key, externalId: record.id });
    // Gone, and nothing tells whether this picture is from before: only the provider knows.
    if (known?.deletedAt && !isNewer(record.data, known.data))
      return reread('The record is gone, and the payload may be from before, so the sync was asked to look.');
    if (known && isNewer(known.data, record.data))
      return { record: null, rereads: [], note: 'The payload is older than the record, which stays as it is.' };
    const counts = await writeRecords(tx, {
      ...{ lease, model: sync.model, records: [record], now },
      listsChanged: sync.model === 'finding',
    });
    if (sync.model === 'finding') await bringFindings([record], counts.changedIds ?? [], []);
    return told(record.id, counts.added > 0 ? 'added' : counts.updated > 0 ? 'updated' : 'unchanged');
  } finally {
    await returnSyncLease(tx, lease);
  }

  function told(id: string, change: NonNullable<Applied['record']>['change']): Applied {
    return { record: { sync: found.sync, id, change }, rereads: [], note: null };
  }

  async function bringFindings(
    records: { id: string; data: Record<string, unknown> }[],
    changedIds: string[],
    deletedIds: string[],
  ): Promise<void> {
    if (!lease) return;
    await applyRecordsToFindings(tx, {
      ...{ lease, providerSlug: manifest.id, records, changedIds, deletedIds, now },
      teller: createFindingTeller(),
    });
  }
}

/** Whether the first picture is newer, by the canonical models' own moment of change; false where they have none. */
function isNewer(first: Record<string, unknown>, second: Record<string, unknown>): boolean {
  return momentOf(first) > momentOf(second);
}

function momentOf({ updatedAt }: Record<string, unknown>): number {
  return typeof updatedAt === 'string' ? Date.parse(updatedAt) : Number.NaN;
}
