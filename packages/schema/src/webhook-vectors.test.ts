import { expect, test } from 'vitest';
import { z } from 'zod';
import { type WebhookVectorInput, webhookVectorsSchema } from './webhook-vectors.ts';

const vector: WebhookVectorInput = {
  provenance: { kind: 'docs-example', source: 'https://example.com/webhooks', date: '2026-11-21' },
  secret: 'a secret',
  now: '2026-11-21T10:00:00Z',
  request: { headers: { 'X-Signature': '00' }, body: '{}' },
  expect: { event: 'push' },
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
