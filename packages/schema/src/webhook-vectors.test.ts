import { expect, test } from 'vitest';
import { z } from 'zod';
import { deliveryBody } from './delivery-body.ts';
import { type WebhookVectorInput, webhookVectorsSchema } from './webhook-vectors.ts';

const vector: WebhookVectorInput = {
  provenance: { kind: 'docs-example', source: 'https://example.com/webhooks', date: '2026-11-21' },
  secret: 'a secret',
  now: '2026-11-21T10:00:00Z',
  request: { headers: { 'X-Signature': '00' }, body: '{}' },
  expect: { event: 'push' },
};

const payload: WebhookVectorInput = {
  provenance: vector.provenance,
  scheme: 'unsigned',
  request: { headers: {}, json: { name: 'Größe' } },
  expect: { event: 'push', record: null },
};

test('what is usual need not be written', () => {
  expect(webhookVectorsSchema.parse([vector])).toMatchObject([
    { scheme: 'verify', settings: {}, request: { method: 'POST', url: 'https://hooks.example.com/deliveries' } },
  ]);
});

test.each([
  ['no vector at all', []],
  ['no provenance', [{ ...vector, provenance: undefined }]],
  ['two bodies', [{ ...vector, request: { ...vector.request, bodyBase64: 'e30=' } }]],
  ['no body', [{ ...vector, request: { headers: {} } }]],
  ['a moment without its zone', [{ ...vector, now: '2026-11-21T10:00:00' }]],
  ['an unknown field', [{ ...vector, signature: '00' }]],
  ['an alternative below the first', [{ ...vector, scheme: -1 }]],
])('%s is refused', (_, vectors) => {
  expect(webhookVectorsSchema.safeParse(vectors).success).toBe(false);
});

test('a payload says what comes out of it and needs no signature', () => {
  const record = { sync: 'repositories', externalId: '1', data: { id: '1' } };
  for (const expected of [null, record, { ...record, data: null }])
    expect(
      webhookVectorsSchema.parse([
        { ...payload, expect: { event: 'push', action: null, tenant: 'team', record: expected } },
      ]),
    ).toMatchObject([{ scheme: 'unsigned', secret: '', expect: { record: expected } }]);
});

test.each([
  ['no record', { ...payload, expect: { event: 'push' } }, 'expect.record'],
  ['a moment', { ...payload, now: vector.now }, 'now'],
  ['a secret', { ...payload, secret: 'a secret' }, 'secret'],
  ['JSON that is signed', { ...vector, request: payload.request }, 'request.json'],
  ['a signature without its moment', { ...vector, now: undefined }, 'now'],
  [
    'a record without its data',
    { ...payload, expect: { event: 'push', record: { sync: 'a', externalId: '1' } } },
    'data',
  ],
])('a payload with %s is refused', (_, wrong, path) => {
  const { error } = webhookVectorsSchema.safeParse([wrong]);
  expect(error?.issues.map((issue) => issue.path.join('.'))).toEqual([expect.stringContaining(path)]);
});

test('a body has the same bytes whichever way it is written', () => {
  const request = { method: 'POST', url: 'https://hooks.example.com', headers: {} };
  const bytes = new TextEncoder().encode('{"name":"Größe"}');
  const bodyBase64 = btoa(String.fromCharCode(...bytes));
  for (const body of [{ json: { name: 'Größe' } }, { body: '{"name":"Größe"}' }, { bodyBase64 }])
    expect(deliveryBody({ ...request, ...body })).toEqual(bytes);
});

interface Node {
  description?: string;
  properties?: Record<string, Node>;
  items?: Node;
}

test('every field is documented', () => {
  const undocumented: string[] = [];
  const walk = (node: Node, path: string): void => {
    for (const [name, property] of Object.entries(node.properties ?? {})) {
      if (!property.description) undocumented.push(`${path}.${name}`);
      walk(property, `${path}.${name}`);
    }
    if (node.items) walk(node.items, `${path}[]`);
  };
  walk(z.toJSONSchema(webhookVectorsSchema, { io: 'input' }) as Node, 'vectors');
  expect(undocumented).toEqual([]);
});
