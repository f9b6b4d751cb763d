import { mapWebhookRecord, readWebhookFacts, type WebhookFacts } from '@patchbay/runtime';
import type { Manifest, WebhookVector } from '@patchbay/schema';
import { toRequest } from './attempt.ts';

/** The record of a delivery, as a vector expects it. */
export type ExpectedRecord = NonNullable<WebhookVector['expect']['record']>;

/** A delivery that shows the payload of an event, and what the runtime makes of it. */
export interface ReadPayload {
  /** For people: its number and source. */
  name: string;
  /** Text of the file near which it is written. */
  near: string;
  expect: WebhookVector['expect'] & { record: ExpectedRecord | null };
  facts: WebhookFacts;
  /** The bytes of the body, in base64. */
  body: string;
  /** Null when the delivery gives none. */
  record: ExpectedRecord | null;
  /** Why no record could be made of it; null when nothing is wrong. */
  failure: string | null;
}

/** Reads each delivery that says which record it gives, with what the runtime itself uses. */
export function readPayloads(manifest: Manifest, vectors: readonly WebhookVector[]): ReadPayload[] {
  const { webhooks } = manifest;
  if (!webhooks) return [];
  return vectors.flatMap((vector, index) => {
    const { expect, provenance } = vector;
    const { record: wanted } = expect;
    if (wanted === undefined) return [];
    const request = toRequest(vector);
    const facts = readWebhookFacts(webhooks, request);
    const mapped = mapRecord(manifest, facts.event ?? '', request);
    return [
      {
        ...{ name: `vector ${index + 1} (${provenance.source})`, near: expect.delivery ?? provenance.source },
        ...{ expect: { ...expect, record: wanted }, facts },
        ...{ ...mapped, body: Buffer.from(request.rawBody).toString('base64') },
      },
    ];
  });
}

function mapRecord(
  manifest: Manifest,
  event: string,
  request: ReturnType<typeof toRequest>,
): Pick<ReadPayload, 'record' | 'failure'> {
  try {
    const mapped = mapWebhookRecord(manifest, event, request);
    if (!mapped) return { record: null, failure: null };
    const { sync } = mapped;
    if ('deletedId' in mapped) return { record: { sync, externalId: mapped.deletedId, data: null }, failure: null };
    return { record: { sync, externalId: mapped.record.id, data: mapped.record.data }, failure: null };
  } catch (error) {
    return { record: null, failure: error instanceof Error ? error.message : String(error) };
  }
}
