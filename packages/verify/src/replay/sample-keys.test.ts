import { generateKeyPairSync, type KeyObject, sign, X509Certificate } from 'node:crypto';
import { type AuthMethod, authMethodSchema, fixtureSchema, parseManifest } from '@patchbay/schema';
import { makeCredentials, readSignedToken, samplePrivateKey } from '@patchbay/simulator';
import { expect, test } from 'vitest';
import { hosts } from '../checks/hosts.ts';
import { sampleManifest } from '../sample-manifest.ts';
import { echoLeaks } from './echo-leaks.ts';
import { findLeaks } from './find-leaks.ts';
import { replayFixture } from './replay-fixture.ts';

type MethodInput = (typeof sampleManifest)['auth'][number];

const claims = { iss: 'robot', aud: '{settings.baseUrl}' };
const exchange = { tokenUrl: '{settings.baseUrl}/token', params: { assertion: '{assertion}', kind: 'jwt' } };
const app = { apiUrl: '{settings.baseUrl}/api/v1' };
const signing: [name: string, method: MethodInput][] = [
  ['RS256', { id: 'a', type: 'jwt', config: { algorithm: 'RS256', keyField: 'privateKey', claims } }],
  ['ES256', { id: 'a', type: 'jwt', config: { algorithm: 'ES256', keyField: 'privateKey', claims } }],
  ['EdDSA', { id: 'a', type: 'jwt', config: { algorithm: 'EdDSA', keyField: 'key', keyEncoding: 'base64', claims } }],
  ['HS256', { id: 'a', type: 'jwt', config: { algorithm: 'HS256', keyField: 'key', keyEncoding: 'hex', claims } }],
  ['client certificate', { id: 'a', type: 'mtls' }],
];

function parse(method: MethodInput) {
  const parsed = parseManifest({ ...sampleManifest, auth: [method] });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.manifest;
}

function replay(method: MethodInput, interactions: object[], parts: object = {}) {
  const provenance = { kind: 'synthesised', source: 'this test', date: '2026-11-01' };
  const fixture = { provenance, call: { test: true }, interactions, expect: {}, ...parts };
  return replayFixture(parse(method), fixtureSchema.parse(fixture));
}

test.each(signing)('%s: a sample key signs in, and shows up nowhere', async (_name, method) => {
  const manifest = parse(method);
  const user = {
    request: { method: 'GET', path: '/api/v1/user' },
    response: { status: 200, body: { id: 7, login: 'octo' } },
  };
  expect(await replay(method, [user])).toMatchObject({ problems: [], leaks: [] });
  const at = () => ({ file: '', line: 1 });
  expect(await hosts.check({ manifest, at } as unknown as Parameters<typeof hosts.check>[0])).toEqual([]);
  const [first] = manifest.auth;
  expect(first && (await echoLeaks(manifest, first))).toEqual([]);
});

const startSeconds = Date.UTC(2026, 10, 1, 12) / 1000;
const user = {
  request: { method: 'GET', path: '/api/v1/user', headers: { authorization: 'Bearer example-access-token' } },
  response: { status: 200, body: { id: 7, login: 'octo' } },
};
const assertion = {
  header: { alg: 'RS256', typ: 'JWT' },
  claims: { iss: 'robot', aud: 'https://base-url.example.com', iat: startSeconds, exp: startSeconds + 300 },
};
const traded: MethodInput = {
  id: 'a',
  type: 'jwt',
  config: { algorithm: 'RS256', keyField: 'privateKey', claims, exchange },
};
const trade = (body: object) => ({
  request: { method: 'POST', path: '/token', body },
  response: { status: 200, body: { access_token: 'example-access-token', expires_in: 3600 } },
});

test('a fixture says what a signed token has to say', async () => {
  expect(await replay(traded, [trade({ assertion, kind: 'jwt' }), user])).toMatchObject({ problems: [] });
  const other = { ...assertion, claims: { ...assertion.claims, iss: 'somebody' } };
  const { problems } = await replay(traded, [trade({ assertion: other, kind: 'jwt' }), user]);
  expect(problems[0]?.message).toContain('"iss":"robot"');
});

test('a fixture may name a key of the wrong kind, to show what becomes of it', async () => {
  const { problems } = await replay(traded, [trade({ assertion, kind: 'jwt' })], {
    credentials: { privateKey: '{keys.p256}' },
    expect: { errorClass: 'auth_invalid' },
  });
  expect(problems.map(({ message }) => message)).toEqual(['nobody asked for the interaction POST /token']);
});

test('a token that another key signed is no signed token', () => {
  const token = (key: KeyObject) => {
    const text = [{ alg: 'EdDSA' }, { iss: 'robot' }].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    );
    return [...text, sign(null, Buffer.from(text.join('.')), key).toString('base64url')].join('.');
  };
  expect(readSignedToken(token(samplePrivateKey('ed25519')))).toEqual({
    header: { alg: 'EdDSA' },
    claims: { iss: 'robot' },
  });
  expect(readSignedToken(token(generateKeyPairSync('ed25519').privateKey))).toBeNull();
  expect(readSignedToken('www.example.com')).toBeNull();
});

test('an app signs its assertion; {signed} stands for it in a header', async () => {
  const installation = (authorization: string) => ({
    request: { method: 'POST', path: '/api/v1/app/installations/99/access_tokens', headers: { authorization } },
    response: { status: 201, body: { token: 'example-access-token', expires_at: '2026-11-01T13:00:00Z' } },
  });
  const method: MethodInput = { id: 'a', type: 'github_app', config: app };
  const credentials = { appId: '4711', installationId: '99', privateKey: '{keys.rsa}' };
  expect(await replay(method, [installation('Bearer {signed}'), user], { credentials })).toMatchObject({
    problems: [],
    leaks: [],
  });
  const { problems } = await replay(method, [installation('Bearer {signed}.'), user], { credentials });
  expect(problems[0]?.message).toContain('header authorization does not hold Bearer {signed}.');
  expect(problems[0]?.message).not.toContain('eyJ');
});

test('keys are made once, and a certificate belongs to its key', () => {
  const method: AuthMethod = authMethodSchema.parse({ id: 'a', type: 'mtls' });
  const made = makeCredentials(method, { credentials: {} });
  expect(makeCredentials(method, { credentials: {} })).toEqual(made);
  expect(new X509Certificate(made.certificate ?? '').checkPrivateKey(samplePrivateKey('p256'))).toBe(true);
});

const keyFile: MethodInput = {
  id: 'a',
  type: 'jwt',
  fields: {
    keyFile: {
      ...{ type: 'secret', required: true },
      members: { clientEmail: 'client_email', privateKey: 'inner.private_key' },
    },
  },
  config: {
    algorithm: 'RS256',
    keyField: 'privateKey',
    claims: { ...claims, iss: '{credentials.clientEmail}' },
    exchange,
  },
};

test('a key file is made from its members; what a fixture gives for one stands in it', async () => {
  const credentials = { clientEmail: 'robot' };
  const run = (parts: object) => replay(keyFile, [trade({ assertion, kind: 'jwt' }), user], { credentials, ...parts });
  expect(await run({})).toMatchObject({ problems: [], leaks: [] });
  const echoed = { ...user, response: { status: 200, body: { id: 7, login: 'robot' } } };
  expect(await run({ interactions: [trade({ assertion, kind: 'jwt' }), echoed] })).toMatchObject({ leaks: [] });
});

test('a key that stood in a key file is a leak wherever it shows up', () => {
  const method = parse(keyFile).auth[0] as AuthMethod;
  const made = makeCredentials(method, { credentials: {} });
  const key = samplePrivateKey('rsa').export({ type: 'pkcs8', format: 'pem' }).toString();
  expect(JSON.parse(made.keyFile ?? '')).toEqual({
    client_email: 'canary-clientemail-7f3d9b1c',
    inner: { private_key: key },
  });
  const text = JSON.stringify({ echo: key });
  expect(findLeaks(method, made, [{ where: 'the log', text }])).toEqual([
    { credential: 'privateKey', where: 'the log' },
  ]);
});
