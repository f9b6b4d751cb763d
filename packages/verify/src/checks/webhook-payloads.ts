import { type Manifest, models, type Webhooks } from '@patchbay/schema';
import type { Finding, ManifestCheck } from '../check.ts';
import type { ManifestContext } from '../manifest/context.ts';
import { compareRecords } from '../webhooks/compare-records.ts';
import { compareShapes } from '../webhooks/compare-shapes.ts';
import { findMissingPayloads } from '../webhooks/find-missing-payloads.ts';
import { findSharedIds } from '../webhooks/find-shared-ids.ts';
import { type ReadPayload, readPayloads } from '../webhooks/read-payloads.ts';
import { payloadSample } from '../webhooks/sample-payload.ts';
import { showValue } from '../webhooks/show-value.ts';
import { readVectors, VECTOR_FILE } from '../webhooks/vector-file.ts';

export const webhookPayloads: ManifestCheck = {
  id: 'webhook-payloads',
  title: 'Every event has a payload, which is recognised and gives the record a read would give',
  scope: 'manifest',
  gates: 'silver',
  severity: 'error',
  reason:
    'an event that is read wrongly is lost, and a record mapped wrongly overwrites the right one until the next read',
  fix: `add to ${VECTOR_FILE} a delivery of the event with "scheme": "unsigned" and what must come out of it`,
  samples: { passing: payloadSample(), failing: payloadSample({ item: 'repository.owner' }) },
  async check(context) {
    const { manifest, files, unread, at, within } = context;
    const { webhooks } = manifest;
    const { vectors, faults } = readVectors(files);
    // What cannot be read is told by the rule about signatures.
    if (!webhooks || unread.has(VECTOR_FILE) || faults.length > 0) return [];
    const payloads = readPayloads(manifest, vectors);
    const wrong: Finding[] = payloads.flatMap((payload) =>
      findFaults(manifest, webhooks, payload).map((message) => ({
        ...within(VECTOR_FILE, payload.near),
        message: `${payload.name}: ${message}`,
        fix: 'correct the event in `webhooks`; correct the vector only when the provider really sends otherwise',
      })),
    );
    const shared = findSharedIds(payloads).map(({ near, message }) => ({
      ...within(VECTOR_FILE, near),
      message,
      fix: 'name in `webhooks.delivery` what tells one delivery from another',
    }));
    const missing = findMissingPayloads(webhooks, payloads).map(({ path, message }) => ({ ...at(path), message }));
    return [...wrong, ...shared, ...missing, ...(await findOtherShapes(context, webhooks, payloads))];
  },
};

/** What the runtime reads of a payload otherwise than expected. */
function findFaults(manifest: Manifest, webhooks: Webhooks, payload: ReadPayload): string[] {
  const { expect, facts, record, failure } = payload;
  const found: string[] = [];
  for (const name of ['event', 'action', 'delivery', 'tenant'] as const)
    if (expect[name] !== undefined && facts[name] !== expect[name])
      found.push(`its ${name} is ${showValue(facts[name])} instead of ${showValue(expect[name])}`);
  // What follows from another event is no fault of its own.
  if (facts.event !== expect.event) return found;
  if (expect.event === null || !Object.hasOwn(webhooks.events, expect.event))
    return [...found, `${showValue(expect.event)} is none of the events of the manifest`];
  if (webhooks.delivery && facts.delivery === null)
    found.push('it has no id where `webhooks.delivery` says that one stands');
  if (failure !== null) return [...found, `no record can be made of it: ${failure}`];
  found.push(...compareRecords(record, expect.record));
  const model = record?.data ? manifest.syncs[record.sync]?.model : undefined;
  for (const issue of model ? (models[model].safeParse(record?.data).error?.issues ?? []) : [])
    found.push(`its record does not fit its model: ${[model, ...issue.path].join('.')}: ${issue.message}`);
  return found;
}

/** Events whose records are of another shape than those their sync reads. */
async function findOtherShapes(
  { fixtures, replay, at }: ManifestContext,
  { events }: Webhooks,
  payloads: readonly ReadPayload[],
): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const [event, { record }] of Object.entries(events)) {
    if (!record) continue;
    const own = payloads.filter(({ facts }) => facts.event === event);
    const mapped = own.flatMap((payload) => (payload.record?.data ? [payload.record.data] : []));
    const ofSync = fixtures.filter(({ fixture }) => 'sync' in fixture.call && fixture.call.sync === record.sync);
    const polled = (await Promise.all(ofSync.map(replay))).flatMap(({ records }) => records).map(({ data }) => data);
    // A sync without records is told by the rule about records.
    if (mapped.length === 0 || polled.length === 0) continue;
    for (const message of compareShapes(mapped, polled))
      found.push({
        ...at(`webhooks.events.${event}`),
        message: `the record of "${event}" is no record of the sync "${record.sync}": ${message}`,
        fix: 'name in `item` what a read gives; where the payload lacks it, declare `syncs` instead of `record`',
      });
  }
  return found;
}
