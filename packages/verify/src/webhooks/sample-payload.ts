import { createHmac } from 'node:crypto';
import type { ManifestInput, WebhookVectorInput } from '@patchbay/schema';
import type { Sample } from '../sample.ts';
import { VECTOR_FILE } from './vector-file.ts';

type WebhooksInput = NonNullable<ManifestInput['webhooks']>;
type EventInput = NonNullable<WebhooksInput['events']>[string];

const repository = {
  id: 3,
  full_name: 'tools/lint',
  html_url: 'https://forge.example.com/tools/lint',
  owner: { id: 9, full_name: 'tools', html_url: 'tools' },
};

/** A delivery of the event `change`, with the record it gives. */
export function samplePayload(
  change: Partial<WebhookVectorInput['expect']> = {},
  json: object = {},
): WebhookVectorInput {
  return {
    provenance: { kind: 'synthesised', source: 'written for the rules of verify', date: '2026-11-28' },
    scheme: 'unsigned',
    request: { headers: { 'X-Event': 'change', 'X-Delivery': '71' }, json: { repository, team: 'tools', ...json } },
    expect: {
      event: 'change',
      delivery: '71',
      tenant: 'tools',
      record: {
        sync: 'repositories',
        externalId: '3',
        data: { id: '3', name: 'tools/lint', url: 'https://forge.example.com/tools/lint' },
      },
      ...change,
    },
  };
}

/** A sample manifest whose event `change` gives a record, with payloads that show it. */
export function payloadSample(
  record: Partial<NonNullable<EventInput['record']>> | null = {},
  payloads: readonly WebhookVectorInput[] = [samplePayload()],
  change: Partial<WebhooksInput> = {},
): Sample {
  const event: EventInput = {
    description: 'A repository was changed.',
    ...(record && { record: { sync: 'repositories', item: 'repository', ...record } }),
  };
  const webhooks: WebhooksInput = {
    verify: { type: 'hmac', algorithm: 'sha256', header: 'X-Signature', message: ['body'] },
    event: { header: 'X-Event' },
    delivery: { header: 'X-Delivery' },
    tenant: { body: 'team' },
    events: { change: event },
    ...change,
  };
  return {
    change: (manifest) => ({ ...manifest, webhooks }),
    files: { [VECTOR_FILE]: `${JSON.stringify([signed, ...payloads], null, 2)}\n` },
  };
}

const body = '{"team":"tools"}';

/** Shows the scheme, so that no other rule has anything to say. */
const signed: WebhookVectorInput = {
  provenance: { kind: 'synthesised', source: 'signed for the rules of verify', date: '2026-11-28' },
  secret: 'example webhook secret',
  now: '2026-11-28T10:00:00Z',
  request: {
    headers: {
      'X-Event': 'change',
      'X-Delivery': '70',
      'X-Signature': createHmac('sha256', 'example webhook secret').update(body).digest('hex'),
    },
    body,
  },
  expect: { event: 'change', delivery: '70' },
};
