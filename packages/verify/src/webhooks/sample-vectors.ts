import { createHmac } from 'node:crypto';
import type { ManifestInput, WebhookVectorInput } from '@patchbay/schema';
import type { Sample } from '../sample.ts';
import { VECTOR_FILE } from './vector-file.ts';

type WebhooksInput = NonNullable<ManifestInput['webhooks']>;

const secret = 'example webhook secret';
const body = '{"action":"opened"}';
const moment = '1795255200';

/** A sample manifest with a scheme, and a delivery signed with the message `timestamp.body`. */
export function webhookSample(change: Partial<WebhooksInput> = {}, vector: Partial<WebhookVectorInput> = {}): Sample {
  const webhooks: WebhooksInput = {
    verify: {
      type: 'hmac',
      algorithm: 'sha256',
      header: 'X-Signature',
      message: ['timestamp', { literal: '.' }, 'body'],
      timestamp: { from: { header: 'X-Timestamp' } },
    },
    event: { header: 'X-Event' },
    ...change,
  };
  return {
    change: (manifest) => ({ ...manifest, webhooks }),
    files: { [VECTOR_FILE]: `${JSON.stringify([{ ...signedWith(`${moment}.${body}`), ...vector }], null, 2)}\n` },
  };
}

/** A delivery whose signature is over the given text. */
export function signedWith(message: string): WebhookVectorInput {
  return {
    provenance: { kind: 'synthesised', source: 'written for the rules of verify', date: '2026-11-21' },
    secret,
    now: '2026-11-21T10:00:30Z',
    request: {
      headers: {
        'X-Event': 'change',
        'X-Timestamp': moment,
        'X-Signature': createHmac('sha256', secret).update(message).digest('hex'),
      },
      body,
    },
    expect: { event: 'change' },
  };
}

export const sampleBody = body;
