import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { locate, mapWebhookRecord, schemesOf, verifyWebhook, type WebhookRequest } from '@patchbay/runtime';
import { type WebhookVerify, webhooksSchema } from '@patchbay/schema';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { createSimulatorClock } from '../simulator-clock.ts';
import { type Simulator, startSimulator } from '../start-simulator.ts';
import { readTree } from '../testing/simulated-tree.ts';
import { publicKeyOf, signWebhook } from './sign-webhook.ts';

const tree = await readTree();
const arrived: WebhookRequest[] = [];
let url = '';
const receiver = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = '', headers } = request;
  arrived.push({ method, url: new URL(request.url ?? '', url).href, headers, rawBody: Buffer.concat(chunks) });
  response.writeHead(202).end();
});
const now = Date.parse('2027-03-01T00:00:00Z');
let simulator: Simulator;
beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/deliveries`;
  simulator = await startSimulator({ providers: tree, clock: createSimulatorClock({ now: () => now }) });
});
afterAll(async () => {
  await simulator.close();
  receiver.close();
});

/** Secrets of the form each scheme takes. */
function secretFor(scheme: WebhookVerify): string {
  if (scheme.type === 'standard_webhooks') return `whsec_${Buffer.from('a secret of some length').toString('base64')}`;
  if (scheme.type === 'basic') return 'user:a secret';
  if (!('key' in scheme)) return 'a secret';
  return scheme.key.stripPrefix + Buffer.from('a secret').toString(scheme.key.encoding);
}

const deliveries = tree.flatMap(({ manifest }) => {
  const { webhooks } = manifest;
  return webhooks
    ? [...schemesOf(webhooks)].flatMap(([name, scheme]) =>
        Object.keys(webhooks.events).map(
          (event) =>
            [`${manifest.id} ${event} (${name}, ${scheme.type})`, { manifest, webhooks, name, scheme, event }] as const,
        ),
      )
    : [];
});

test('there are deliveries of several schemes', () => {
  expect(new Set(deliveries.map(([, { scheme }]) => scheme.type)).size).toBeGreaterThan(2);
});

test.each(deliveries)('%s is accepted by who knows the secret, and by nobody else', async (_, given) => {
  const { manifest, webhooks, name, scheme, event } = given;
  const secret = secretFor(scheme);
  const answer = await fetch(`${simulator.url}/_simulator/webhooks/${encodeURIComponent(event)}`, {
    method: 'POST',
    body: JSON.stringify({ provider: manifest.id, url, secret, scheme: name }),
  });
  const told = (await answer.json()) as { deliveryId: string };
  expect([answer.status, told]).toMatchObject([200, { event, status: 202 }]);
  const request = arrived.at(-1) as WebhookRequest;
  const options = { clock: { now: () => now }, ...(webhooks.delivery && { delivery: webhooks.delivery }) };
  expect(await verifyWebhook(scheme, request, [secret], options)).toMatchObject({ ok: true });
  expect(await verifyWebhook(scheme, request, [`${secret}0000`], options)).toMatchObject({ ok: false });
  expect(webhooks.event && locate(webhooks.event, request)).toBe(event);
  if (webhooks.delivery && 'header' in webhooks.delivery)
    expect(locate(webhooks.delivery, request)).toBe(told.deliveryId);
  // What is delivered is what the vector shows, so the product stores a record as whole as one it reads.
  if (webhooks.events[event]?.record)
    expect(shownRecords(manifest.id, event)).toContainEqual(mapWebhookRecord(manifest, event, request));
});

function shownRecords(id: string, event: string): unknown[] {
  const vectors = tree.find(({ manifest }) => manifest.id === id)?.vectors ?? [];
  return vectors.flatMap(({ expect: { event: name, record } }) =>
    name === event && record?.data ? [{ sync: record.sync, record: { id: record.externalId, data: record.data } }] : [],
  );
}

type VerifyInput = z.input<typeof webhooksSchema>['verify'];
const others: [name: string, verify: VerifyInput][] = [
  [
    'a key=value list with a moment',
    {
      type: 'hmac',
      algorithm: 'sha256',
      header: 'X-Sig',
      format: { type: 'key_value_list', key: 'v1' },
      message: ['timestamp', { literal: '.' }, 'body'],
      timestamp: { from: { signatureKey: 't' } },
    },
  ],
  [
    'a space list in base64',
    {
      type: 'hmac',
      algorithm: 'sha512',
      header: 'X-Sig',
      format: { type: 'space_list', prefix: 'v1,' },
      encoding: 'base64',
      message: ['method', 'url', 'body'],
      key: { encoding: 'base64', stripPrefix: 'whsec_' },
    },
  ],
  [
    'a moment in a header',
    {
      type: 'hmac',
      algorithm: 'sha1',
      header: 'X-Sig',
      message: ['timestamp', { hashOfBody: 'sha256' }],
      timestamp: { from: { header: 'X-At' }, unit: 'iso8601' },
    },
  ],
  [
    'a moment in the body',
    {
      type: 'hmac',
      algorithm: 'sha256',
      header: 'X-Sig',
      message: ['body'],
      timestamp: { from: { body: 'sent_at' }, unit: 'epoch_milliseconds' },
    },
  ],
  ['a value in the URL', { type: 'static', in: { query: 'token' } }],
  ['a value in the body', { type: 'static', in: { body: 'auth.token' }, prefix: 'key ' }],
  ['Basic', { type: 'basic' }],
  [
    'Ed25519',
    {
      type: 'ed25519',
      header: 'X-Sig',
      message: ['timestamp', 'body'],
      publicKey: { setting: 'publicKey' },
      timestamp: { from: { header: 'X-At' } },
    },
  ],
  ['a JWS with a shared secret', { type: 'jws', header: 'X-Sig', algorithms: ['HS256'], issuer: 'somebody' }],
  ['a JWS with RSA', { type: 'jws', header: 'X-Sig', algorithms: ['RS256'] }],
  ['a JWS with P-256', { type: 'jws', header: 'X-Sig', algorithms: ['ES256'], bodyHashClaim: 'body_hash' }],
  ['the standard scheme', { type: 'standard_webhooks' }],
];

describe('schemes no manifest of the tree has', () => {
  test.each(others)('%s', async (_, input) => {
    const { verify: scheme } = webhooksSchema.parse({ verify: input });
    const secret = secretFor(scheme);
    const unsigned = {
      method: 'POST',
      url: 'https://hooks.example.com/d',
      headers: { 'content-type': 'application/json' },
      rawBody: Buffer.from('{"a": 1}'),
    };
    const signed = signWebhook(scheme, unsigned, { secret, delivery: undefined, now });
    const key = publicKeyOf(scheme);
    const secrets = scheme.type === 'jws' && key !== null ? [key] : [secret];
    const settings = scheme.type === 'ed25519' ? { publicKey: key ?? '' } : {};
    const clock = { now: () => now };
    expect(await verifyWebhook(scheme, signed, secrets, { clock, settings })).toMatchObject({ ok: true });
    const { publicKey } = generateKeyPairSync('ed25519');
    const other = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex');
    const wrong = await verifyWebhook(scheme, signed, [`${secret}0000`], { clock, settings: { publicKey: other } });
    expect(wrong).toMatchObject({ ok: false });
  });
});

test('what makes no sense is refused with what would', async () => {
  const ask = async (event: string, wanted: object) => {
    const answer = await fetch(`${simulator.url}/_simulator/webhooks/${event}`, {
      method: 'POST',
      body: JSON.stringify(wanted),
    });
    return [answer.status, ((await answer.json()) as { error: string }).error];
  };
  expect(await ask('push', {})).toEqual([400, expect.stringContaining('Give provider, url and secret')]);
  expect(await ask('push', { provider: 'openai', url })).toEqual([400, expect.stringContaining('sends no webhooks')]);
  expect(await ask('push', { provider: 'gitea', url, scheme: '7' })).toEqual([
    400,
    expect.stringContaining('no scheme'),
  ]);
  expect(await ask('push', { provider: 'gitea', url })).toEqual([400, expect.stringContaining('secret is empty')]);
});
