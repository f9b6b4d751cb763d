import { createHmac } from 'node:crypto';
import type { ManifestInput, WebhookVectorInput } from '@patchbay/schema';

const secret = 'an example secret';
const body = '{"ref":"main"}';

/** The sample manifest with signed webhooks. */
export function sampleWebhooks(manifest: ManifestInput): ManifestInput {
  return {
    ...manifest,
    webhooks: {
      verify: { type: 'hmac', algorithm: 'sha256', header: 'X-Signature', message: ['body'] },
      event: { header: 'X-Event' },
      delivery: { header: 'X-Delivery' },
    },
  };
}

/** A delivery that signs `message`, by default the body; with some headers replaced. */
export function sampleVectors(headers: Record<string, string>, message: string = body): string {
  const signature = createHmac('sha256', secret).update(message).digest('hex');
  const vector: WebhookVectorInput = {
    provenance: { kind: 'synthesised', source: 'written for the rules of verify', date: '2026-11-01' },
    secret,
    now: '2026-11-01T12:00:00Z',
    request: { headers: { 'X-Event': 'push', 'X-Delivery': 'delivery-1', 'X-Signature': signature, ...headers }, body },
    expect: { event: 'push', delivery: 'delivery-1' },
  };
  return `${JSON.stringify([vector], null, 2)}\n`;
}
