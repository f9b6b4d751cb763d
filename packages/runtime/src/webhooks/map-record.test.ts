import { type Webhooks, webhooksSchema } from '@patchbay/schema';
import { expect, test } from 'vitest';
import { createTestManifest } from '../testing/test-manifest.ts';
import { keptHeaders } from './kept-headers.ts';
import { hookInput, readListedHook } from './lifecycle-input.ts';
import { mapWebhookRecord } from './map-record.ts';
import { toRequest } from './testing/deliver.ts';

const verify = { type: 'hmac', algorithm: 'sha256', header: 'X-Signature', message: ['body'] } as const;

function manifestWith(webhooks: object) {
  return createTestManifest({
    operations: {
      getUser: { description: 'Read the user.', request: 'GET /user', safety: 'read' },
      listItems: { description: 'List items.', request: 'GET /items', safety: 'read', items: '@' },
      makeHook: {
        description: 'Make a hook.',
        request: 'POST /hooks',
        safety: 'write',
        input: { url: { type: 'url' }, secret: { type: 'secret' }, names: { type: 'json' } },
      },
    },
    syncs: {
      items: {
        ...{ operation: 'listItems', model: 'resource', mode: 'full' },
        record: '{id: to_string(id), name: title}',
        deletes: { flag: 'archived' },
      },
    },
    webhooks: { verify, event: { header: 'X-Event' }, ...webhooks } as never,
  });
}

const json = (body: unknown) =>
  toRequest({
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

test('a payload gives the record the read would give, or says that it is gone', () => {
  const manifest = manifestWith({
    events: {
      item: {
        description: 'An item was changed.',
        record: { sync: 'items', item: 'item', when: "kind != 'draft'", deleted: "action == 'deleted'" },
      },
      other: { description: 'Something else.' },
    },
  });
  const item = { id: 7, title: 'Seven', secret: 'not mapped' };
  const map = (event: string, body: unknown) => mapWebhookRecord(manifest, event, json(body));
  expect(map('item', { item })).toEqual({ sync: 'items', record: { id: '7', data: { id: '7', name: 'Seven' } } });
  expect(map('item', { item, action: 'deleted' })).toEqual({ sync: 'items', deletedId: '7' });
  // As the sync itself tells it.
  expect(map('item', { item: { ...item, archived: true } })).toEqual({ sync: 'items', deletedId: '7' });
  for (const body of [{ item, kind: 'draft' }, {}, { item: null }, 'no json', []]) expect(map('item', body)).toBeNull();
  for (const event of ['other', 'unknown', 'toString', '__proto__']) expect(map(event, { item })).toBeNull();
});

test('a payload that does not fit is a fault of the manifest, told without the data', () => {
  const manifest = manifestWith({
    events: { item: { description: 'An item.', record: { sync: 'items', item: 'item' } } },
  });
  for (const item of [{ title: 'no id' }, 'text', { id: null }, { id: '' }]) {
    const run = () => mapWebhookRecord(manifest, 'item', json({ item, note: 'a secret' }));
    expect(run).toThrow(expect.objectContaining({ class: 'bug', message: expect.not.stringContaining('a secret') }));
  }
});

test('the operations of a hook get what they declare, and lists are read as the manifest says', () => {
  const manifest = manifestWith({
    lifecycle: {
      create: 'makeHook',
      id: 'to_string(id)',
      address: 'config.url',
      enabled: 'active',
      scope: { url: 'url', secret: 'secret', names: "events || ['push']", hookId: 'hookId' },
    },
  });
  const facts = { url: 'https://a.example', secret: 's', events: null, resource: null, hookId: '9' };
  expect(hookInput(manifest, 'makeHook', facts)).toEqual({ url: 'https://a.example', secret: 's', names: ['push'] });
  expect(hookInput(manifest, 'makeHook', { ...facts, events: ['item'] }).names).toEqual(['item']);
  const listed = { id: 3, active: false, config: { url: 'https://a.example' } };
  expect(readListedHook(manifest, listed)).toEqual({ id: '3', address: 'https://a.example', isEnabled: false });
  // Older servers do not tell whether it is on.
  expect(readListedHook(manifest, { id: 3 })).toEqual({ id: '3', address: null, isEnabled: true });
  expect(readListedHook(createTestManifest(), listed)).toBeNull();
});

test('of the headers those are kept that say something, and none that proves anything or came on the way', () => {
  const webhooks: Webhooks = webhooksSchema.parse({
    verify,
    alternatives: [{ type: 'static', in: { header: 'X-Odd' } }],
  });
  const headers = {
    ...{
      'X-Signature': 'abc',
      'X-Odd': 'abc',
      Authorization: 'abc',
      Cookie: 'abc',
      'X-Api-Key': 'abc',
      'X-Gitlab-Token': 'abc',
    },
    ...{ 'X-Forwarded-For': '10.0.0.1', Host: 'patchbay.example' },
    ...{ 'X-Event': 'push', 'User-Agent': 'x'.repeat(900), Accept: ['a', 'b'] },
  };
  const kept = keptHeaders(webhooks, toRequest({ headers }));
  expect(Object.keys(kept).sort()).toEqual(['accept', 'user-agent', 'x-event']);
  expect(kept['user-agent']).toHaveLength(500);
  expect(keptHeaders(webhooks, toRequest({ headers: ['X-Event', 'push', 'X-SIGNATURE', 'abc'] }))).toEqual({
    'x-event': 'push',
  });
});
