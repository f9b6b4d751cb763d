// Deliveries of providers that prove themselves otherwise than by a hash of the body: sent over HTTP to the real API, right and forged.
import { createHash, createHmac, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { defineManifest, field, type ManifestInput } from '@patchbay/schema';
import { flushWebhookTraffic, handleWebhookDeliveries } from '@patchbay/services';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from './testing/create-test-app.ts';
import { serveTestApp } from './testing/serve-test-app.ts';

const reason = 'It signs nothing, so everything is read again.';
const base: Omit<ManifestInput, 'id' | 'name' | 'settings' | 'webhooks'> = {
  schema: 1,
  version: '1.0.0',
  description: 'A provider of the tests, whose deliveries prove themselves in every way there is.',
  category: 'Development',
  owners: ['@patchbay/maintainers'],
  links: { homepage: 'https://example.com', apiReference: 'https://example.com' },
  capabilities: ['sync', 'health'],
  hosts: ['{settings.baseUrl}'],
  auth: [
    {
      id: 'token',
      type: 'bearer',
      fields: { token: field.secret({ required: true }), signingKey: field.secret({ label: 'Signing key' }) },
      setup: ['Make a token.'],
    },
  ],
  http: { baseUrl: '{settings.baseUrl}' },
  operations: {
    getAccount: { description: 'Whose credentials these are.', request: 'GET /me', safety: 'read' },
    listItems: { description: 'List items.', request: 'GET /items', safety: 'read', items: '@' },
  },
  test: { operation: 'getAccount' },
  syncs: {
    items: {
      operation: 'listItems',
      model: 'resource',
      mode: 'full',
      record: "{id: id, name: name, type: 'item'}",
      deletes: 'absent',
    },
  },
};
const event = { header: 'X-Event' };
const events = { item: { description: 'An item was changed.', record: { sync: 'items', item: '@' } } };
const message = ['timestamp', 'body'] as const;

const schemeManifest = defineManifest({
  ...base,
  id: 'scheme-store',
  name: 'Scheme Store',
  settings: {
    baseUrl: field.url({ label: 'Server URL', required: true }),
    publicKey: field.text({ label: 'Public key' }),
  },
  webhooks: {
    verify: { type: 'basic' },
    alternatives: [
      {
        type: 'ed25519',
        header: 'X-Signature',
        message: [...message],
        publicKey: { setting: 'publicKey' },
        timestamp: { from: { header: 'X-Time' } },
      },
      { type: 'jws', header: 'X-Jws', algorithms: ['HS256'], issuer: 'scheme-store', key: {} },
      { type: 'none', reason },
      {
        type: 'hmac',
        algorithm: 'sha256',
        header: 'X-Signature',
        message: ['body'],
        key: { from: { credential: 'signingKey' } },
      },
      { type: 'jws', header: 'X-Jws', algorithms: ['ES256'], key: { from: { credential: 'signingKey' } } },
    ],
    event,
    events,
  },
});

const handshakeManifest = defineManifest({
  ...base,
  id: 'handshake-store',
  name: 'Handshake Store',
  settings: { baseUrl: field.url({ label: 'Server URL', required: true }) },
  webhooks: {
    verify: { type: 'hmac', algorithm: 'sha256', header: 'X-Hook-Signature', message: ['body'] },
    handshakes: [
      {
        when: { method: 'GET', query: 'challenge' },
        challenge: { query: 'challenge' },
        respond: { body: '{challenge}' },
        verified: false,
      },
      {
        when: { method: 'POST', header: 'X-Hook-Secret' },
        challenge: { header: 'X-Hook-Secret' },
        respond: { headers: { 'X-Hook-Secret': '{challenge}' } },
        storesSecret: { header: 'X-Hook-Secret' },
        verified: false,
      },
    ],
    event,
    events,
  },
});

let tested: TestApp;
let server: Awaited<ReturnType<typeof serveTestApp>>;
let admin: string;
beforeAll(async () => {
  tested = await createTestApp({ manifests: [schemeManifest, handshakeManifest] });
  server = await serveTestApp(tested);
  ({ apiKey: admin } = await tested.addOrganization('Schemes'));
});
afterAll(async () => {
  await server?.close();
  await tested?.close();
});

interface Webhook {
  connectionId: string;
  id: string;
  url: string;
  secret: string | null;
  schemeType: string;
}
async function addWebhook(
  providerSlug: string,
  {
    scheme,
    settings = {},
    credentials = {},
    secret,
  }: { scheme?: string; settings?: object; credentials?: object; secret?: string } = {},
): Promise<Webhook> {
  const connection = await tested.call(admin, 'POST', '/integrations/connections', {
    ...{ providerSlug, authMethod: 'token', settings: { baseUrl: 'http://127.0.0.1:9', ...settings } },
    credentials: { token: 'a token of the tests', ...credentials },
  });
  expect(connection.status, JSON.stringify(connection.body)).toBe(201);
  const connectionId = connection.body.id;
  // As after a test that went well: the provider itself plays no part here.
  await tested.db.orm.execute(sql`update connections set status = 'active' where id = ${connectionId}`);
  const body = { register: false, ...(scheme && { scheme }), ...(secret && { secret }) };
  const made = await tested.call(admin, 'POST', `/integrations/connections/${connectionId}/webhooks`, body);
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return { ...made.body, connectionId };
}

let sent = 0;
const nextBody = () => JSON.stringify({ id: `item-${++sent}`, name: `Item ${sent}` });
async function send(url: string, body: string, headers: Record<string, string>): Promise<number> {
  const response = await fetch(url, { method: 'POST', headers: { 'x-event': 'item', ...headers }, body });
  await response.text();
  return response.status;
}
async function inboxOf({ id }: Webhook) {
  const { body } = await tested.call(admin, 'GET', `/integrations/webhook-deliveries?webhookId=${id}`);
  return body.data;
}
async function stateOf({ connectionId, id }: Webhook) {
  await flushWebhookTraffic(tested.deps.services);
  const { body } = await tested.call(admin, 'GET', `/integrations/connections/${connectionId}/webhooks`);
  return body.data.find((one: { id: string }) => one.id === id);
}
async function expectRefused(webhook: Webhook, tries: (() => Promise<number>)[]): Promise<void> {
  const before = await inboxOf(webhook);
  const { refused } = (await stateOf(webhook)).counts;
  for (const [index, attempt] of tries.entries()) expect(await attempt(), `forgery ${index}`).toBe(401);
  expect(await inboxOf(webhook)).toEqual(before);
  expect((await stateOf(webhook)).counts.refused).toBe(refused + tries.length);
}

const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });

test('Basic credentials set at the hook are taken; others are refused and nothing of them is stored', async () => {
  const webhook = await addWebhook('scheme-store');
  expect(webhook.schemeType).toBe('basic');
  const secret = webhook.secret ?? '';
  expect(secret).toMatch(/^patchbay:.{43}$/);
  expect(await send(webhook.url, nextBody(), basic(secret))).toBe(202);
  await expectRefused(webhook, [
    () => send(webhook.url, nextBody(), basic('patchbay:another password')),
    () => send(webhook.url, nextBody(), basic(secret.replace('patchbay:', 'somebody:'))),
    () => send(webhook.url, nextBody(), basic(`${secret}x`)),
    () => send(webhook.url, nextBody(), { authorization: `Bearer ${secret}` }),
    () => send(webhook.url, nextBody(), {}),
  ]);
});

const rawKey = (key: KeyObject) => Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex');
function ed25519(key: KeyObject, body: string, ageSeconds = 0): Record<string, string> {
  const at = String(Math.floor(Date.now() / 1_000) - ageSeconds);
  return { 'x-time': at, 'x-signature': sign(null, Buffer.from(`${at}${body}`), key).toString('hex') };
}

test('an Ed25519 signature is checked with the key of a setting, and with a new one as soon as it is changed', async () => {
  const [first, second] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];
  const settings = { publicKey: rawKey(first.publicKey) };
  const webhook = await addWebhook('scheme-store', { scheme: '0', settings });
  expect(webhook).toMatchObject({ schemeType: 'ed25519', secret: null });
  const body = nextBody();
  expect(await send(webhook.url, body, ed25519(first.privateKey, body))).toBe(202);
  const other = nextBody();
  const { 'x-time': at = '', 'x-signature': signature = '' } = ed25519(first.privateKey, other);
  await expectRefused(webhook, [
    () => send(webhook.url, other, ed25519(second.privateKey, other)),
    () => send(webhook.url, `${other} `, ed25519(first.privateKey, other)),
    () => send(webhook.url, other, ed25519(first.privateKey, other, 301)),
    () => send(webhook.url, other, { 'x-time': String(Number(at) + 1), 'x-signature': signature }),
    () => send(webhook.url, other, { 'x-time': at, 'x-signature': '0'.repeat(128) }),
    () => send(webhook.url, other, { 'x-time': at }),
  ]);
  const path = `/integrations/connections/${webhook.connectionId}`;
  const changed = await tested.call(admin, 'PATCH', path, {
    settings: { baseUrl: 'http://127.0.0.1:9', publicKey: rawKey(second.publicKey) },
  });
  expect(changed.status, JSON.stringify(changed.body)).toBe(200);
  await expectRefused(webhook, [() => send(webhook.url, other, ed25519(first.privateKey, other))]);
  expect(await send(webhook.url, other, ed25519(second.privateKey, other))).toBe(202);
});

test('without the setting that holds the key nothing is taken', async () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const webhook = await addWebhook('scheme-store', { scheme: '0' });
  const body = nextBody();
  await expectRefused(webhook, [() => send(webhook.url, body, ed25519(privateKey, body))]);
  expect((await stateOf(webhook)).lastRefusal).toMatchObject({ reason: 'secret_unusable' });
});

test('a JWS is taken when it holds the hash of this body, from this issuer, signed with this secret', async () => {
  const webhook = await addWebhook('scheme-store', { scheme: '1' });
  expect(webhook.schemeType).toBe('jws');
  const hash = (body: string) => createHash('sha256').update(body).digest('hex');
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const jws = (
    body: string,
    { key = webhook.secret ?? '', issuer = 'scheme-store', alg = 'HS256', endsIn = 60 } = {},
  ) => {
    const now = Math.floor(Date.now() / 1_000);
    const signed = `${part({ alg })}.${part({ sha256: hash(body), iss: issuer, iat: now, exp: now + endsIn })}`;
    if (alg === 'none') return `${signed}.`;
    const algorithm = alg === 'HS512' ? 'sha512' : 'sha256';
    return `${signed}.${createHmac(algorithm, key).update(signed).digest('base64url')}`;
  };
  const body = nextBody();
  expect(await send(webhook.url, body, { 'x-jws': jws(body) })).toBe(202);
  const other = nextBody();
  const sendSigned = (token: string) => send(webhook.url, other, { 'x-jws': token });
  await expectRefused(webhook, [
    () => sendSigned(jws(other, { key: randomBytes(32).toString('base64url') })),
    () => sendSigned(jws(body)),
    () => sendSigned(jws(other, { issuer: 'somebody-else' })),
    () => sendSigned(jws(other, { alg: 'HS512' })),
    () => sendSigned(jws(other, { endsIn: -60 })),
    () => sendSigned(jws(other, { alg: 'none' })),
    () => sendSigned('no token'),
    () => send(webhook.url, other, {}),
  ]);
});

test('a JWS of a key pair is checked with the public key among the credentials, which signs nothing itself', async () => {
  const [own, strange] = ['own', 'strange'].map(() => generateKeyPairSync('ec', { namedCurve: 'P-256' }));
  if (!own || !strange) throw new Error('there are no keys');
  const signingKey = own.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const webhook = await addWebhook('scheme-store', { scheme: '4', credentials: { signingKey } });
  expect(webhook).toMatchObject({ schemeType: 'jws', secret: null });
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = (body: string) => part({ sha256: createHash('sha256').update(body).digest('hex') });
  const jws = (body: string, key: KeyObject) => {
    const signed = `${part({ alg: 'ES256' })}.${claims(body)}`;
    const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
    return { 'x-jws': `${signed}.${signature.toString('base64url')}` };
  };
  const body = nextBody();
  expect(await send(webhook.url, body, jws(body, own.privateKey))).toBe(202);
  const other = nextBody();
  // The public key, which everybody may know, used as if it were a shared secret.
  const confused = `${part({ alg: 'HS256' })}.${claims(other)}`;
  const mac = createHmac('sha256', signingKey).update(confused).digest('base64url');
  await expectRefused(webhook, [
    () => send(webhook.url, other, jws(other, strange.privateKey)),
    () => send(webhook.url, other, jws(body, own.privateKey)),
    () => send(webhook.url, other, { 'x-jws': `${confused}.${mac}` }),
  ]);
});

test('what nothing proves is a hint: nothing of it is written, and the sync is asked to read for itself', async () => {
  const webhook = await addWebhook('scheme-store', { scheme: '2' });
  expect(webhook).toMatchObject({ schemeType: 'none', secret: null });
  expect(await send(webhook.url, JSON.stringify({ id: 'forged', name: 'Forged' }), {})).toBe(202);
  // The address is all that keeps strangers out.
  expect(await send(`${webhook.url.slice(0, -1)}_`, nextBody(), {})).toBe(404);
  while ((await handleWebhookDeliveries(tested.deps.services)) > 0);
  expect(await inboxOf(webhook)).toMatchObject([{ status: 'handled', outcome: { record: null, syncs: ['items'] } }]);
  const path = `/integrations/connections/${webhook.connectionId}/records`;
  expect((await tested.call(admin, 'GET', path)).body.data).toEqual([]);
  // The same payload of a scheme that proves itself is written.
  const proven = await addWebhook('scheme-store');
  await send(proven.url, JSON.stringify({ id: 'proven', name: 'Proven' }), basic(proven.secret ?? ''));
  while ((await handleWebhookDeliveries(tested.deps.services)) > 0);
  expect(await inboxOf(proven)).toMatchObject([{ outcome: { record: { id: 'proven', change: 'added' } } }]);
});

test('a key that is a credential is taken from there, and the old one is worth nothing once it is replaced', async () => {
  const [first, second] = ['first signing key of the app', 'second signing key of the app'];
  const webhook = await addWebhook('scheme-store', { scheme: '3', credentials: { signingKey: first } });
  // It is the provider's, and nobody sets another for the webhook.
  expect(webhook).toMatchObject({ schemeType: 'hmac', secret: null });
  const path = `/integrations/connections/${webhook.connectionId}`;
  const given = { scheme: '3', register: false, secret: 'a secret of somebody' };
  expect((await tested.call(admin, 'POST', `${path}/webhooks`, given)).status).toBe(400);
  const signed = (body: string, key: string) => ({
    'x-signature': createHmac('sha256', key).update(body).digest('hex'),
  });
  const body = nextBody();
  expect(await send(webhook.url, body, signed(body, first))).toBe(202);
  const other = nextBody();
  await expectRefused(webhook, [
    () => send(webhook.url, other, signed(other, second)),
    () => send(webhook.url, other, signed(other, '')),
    () => send(webhook.url, other, signed(body, first)),
  ]);
  const credentials = { token: 'a token of the tests', signingKey: second };
  const put = await tested.call(admin, 'PUT', `${path}/credentials`, { credentials });
  expect(put.status, JSON.stringify(put.body)).toBeLessThan(300);
  await expectRefused(webhook, [() => send(webhook.url, other, signed(other, first))]);
  expect(await send(webhook.url, other, signed(other, second))).toBe(202);
});

test('without the credential that holds the key nothing is taken', async () => {
  const webhook = await addWebhook('scheme-store', { scheme: '3' });
  const body = nextBody();
  const signature = createHmac('sha256', '').update(body).digest('hex');
  await expectRefused(webhook, [() => send(webhook.url, body, { 'x-signature': signature })]);
});

const hookSigned = (body: string, key: string) => ({
  'x-hook-signature': createHmac('sha256', key).update(body).digest('hex'),
});
async function shakeHands(url: string, secret: string) {
  const response = await fetch(url, { method: 'POST', headers: { 'x-hook-secret': secret } });
  return { status: response.status, echo: response.headers.get('x-hook-secret'), text: await response.text() };
}

test('a question by GET is answered with what was asked, never as a page, and opens nothing', async () => {
  const webhook = await addWebhook('handshake-store');
  const asked = '<script>alert(1)</script>';
  const answer = await fetch(`${webhook.url}?challenge=${encodeURIComponent(asked)}`);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe(asked);
  expect(answer.headers.get('content-type')).toBe('text/plain');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('content-security-policy')).toContain('sandbox');
  expect((await fetch(`${webhook.url}x?challenge=a`)).status).toBe(404);
  // Without a question a GET is a delivery without proof.
  await expectRefused(webhook, [async () => (await fetch(webhook.url)).status]);
  expect(await inboxOf(webhook)).toEqual([]);
});

test('the secret a handshake brings is kept once: deliveries prove themselves with it, and nobody sets another', async () => {
  const webhook = await addWebhook('handshake-store');
  const [brought, strangers] = [randomBytes(24).toString('hex'), randomBytes(24).toString('hex')];
  expect(await shakeHands(webhook.url, brought)).toMatchObject({ status: 200, echo: brought });
  // The provider did not hear our answer, and asks the same again.
  expect(await shakeHands(webhook.url, brought)).toMatchObject({ status: 200, echo: brought });
  // Somebody who learned the address, before the first delivery came.
  expect(await shakeHands(webhook.url, strangers)).toMatchObject({ status: 401, echo: null });
  const body = nextBody();
  await expectRefused(webhook, [
    () => send(webhook.url, body, hookSigned(body, strangers)),
    () => send(webhook.url, body, hookSigned(body, webhook.secret ?? '')),
  ]);
  expect(await send(webhook.url, body, hookSigned(body, brought))).toBe(202);
  // And at once after it, before anything was counted.
  expect((await shakeHands(webhook.url, strangers)).status).toBe(401);
  await flushWebhookTraffic(tested.deps.services);
  expect((await shakeHands(webhook.url, strangers)).status).toBe(401);
  const later = nextBody();
  expect(await send(webhook.url, later, hookSigned(later, brought))).toBe(202);
  await expectRefused(webhook, [() => send(webhook.url, later, hookSigned(later, strangers))]);
});

test('a secret somebody entered, and one deliveries already proved themselves with, are not replaced by a handshake', async () => {
  const stranger = randomBytes(24).toString('hex');
  const entered = await addWebhook('handshake-store', { secret: 'entered by a person' });
  expect((await shakeHands(entered.url, stranger)).status).toBe(401);
  const body = nextBody();
  expect(await send(entered.url, body, hookSigned(body, 'entered by a person'))).toBe(202);

  const used = await addWebhook('handshake-store');
  const other = nextBody();
  expect(await send(used.url, other, hookSigned(other, used.secret ?? ''))).toBe(202);
  expect((await shakeHands(used.url, stranger)).status).toBe(401);
  await expectRefused(used, [() => send(used.url, body, hookSigned(body, stranger))]);
});

test.each([
  ['too short', 'short'],
  ['too long', 'x'.repeat(501)],
])('a handshake whose secret is %s is refused and kept nowhere', async (_name, secret) => {
  const webhook = await addWebhook('handshake-store');
  expect((await shakeHands(webhook.url, secret)).status).toBe(400);
  const body = nextBody();
  expect(await send(webhook.url, body, hookSigned(body, webhook.secret ?? ''))).toBe(202);
});

test('a handshake at an address that is not there is told nothing', async () => {
  const webhook = await addWebhook('handshake-store');
  expect(await shakeHands(`${webhook.url}x`, randomBytes(24).toString('hex'))).toMatchObject({
    status: 404,
    echo: null,
  });
});
