import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { ManifestInput } from '@patchbay/schema';
import { createCanary, type Handler } from '@patchbay/testing';
import { expect, test } from 'vitest';
import { expectNoSecret } from '../testing/expect-no-secret.ts';
import { readRequestBody } from '../testing/read-request-body.ts';
import { createServe, json, type Served } from '../testing/serve.ts';
import { withOperation } from '../testing/test-manifest.ts';
import { createTarget } from '../testing/test-runtime.ts';

type AwsInput = Extract<ManifestInput['auth'][number], { type: 'aws_sigv4' }>;

const serve = createServe();
const secrets = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: createCanary() };
const roleArn = 'arn:aws:iam::123456789012:role/reader';

function createManifest(config: Partial<AwsInput['config']> = {}, operation: Parameters<typeof withOperation>[0] = {}) {
  const method: AwsInput = {
    id: 'keys',
    type: 'aws_sigv4',
    config: { service: 'things', region: '{settings.region}', ...config },
  };
  return withOperation(operation, {
    ...{ auth: [method], settings: { baseUrl: { type: 'url' }, region: { type: 'text' } } },
    http: { baseUrl: '{settings.baseUrl}', headers: { 'X-Amz-Target': 'Things' }, errorMessage: 'message' },
  });
}

function call(served: Served, manifest = createManifest(), parts: object = {}, input = {}) {
  const settings = { baseUrl: served.url, region: 'eu-west-1' };
  return served.runtime.execute(createTarget(manifest, served.url, { secrets, settings, ...parts }), 'call', input);
}

interface Signed {
  keyId: string;
  scope: string;
  signedHeaders: string[];
  body: string;
  isGood: boolean;
}

const hash = (data: string) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();

const encodeAgain = (path: string) => encodeURIComponent(path).replaceAll('%2F', '/');
const asSent = (path: string) => path;

/** Checks a signature as the receiving side is documented to, from nothing but what arrived. */
async function check(
  request: IncomingMessage,
  keys: Record<string, string>,
  encodePath = encodeAgain,
): Promise<Signed> {
  const body = await readRequestBody(request);
  const pattern = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\S+), SignedHeaders=(\S+), Signature=([0-9a-f]{64})$/;
  const [, keyId = '', scope = '', names = '', signature] = pattern.exec(request.headers.authorization ?? '') ?? [];
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const canonical = [
    request.method,
    encodePath(path),
    query.split('&').sort().join('&'),
    ...names.split(';').map((name) => `${name}:${request.headers[name]}`),
    '',
    names,
    hash(body),
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, hash(canonical)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${keys[keyId]}`);
  return {
    keyId,
    scope,
    signedHeaders: names.split(';'),
    body,
    isGood: hmac(key, toSign).toString('hex') === signature,
  };
}

test('the receiving side finds the signature good, body and query included', async () => {
  const seen: Signed[] = [];
  const served = await serve(async (request, response) => {
    seen.push(await check(request, { AKIDEXAMPLE: secrets.secretAccessKey }));
    return json({}, seen.at(-1)?.isGood ? 200 : 403)(request, response);
  });
  const manifest = createManifest(
    {},
    {
      ...{
        request: 'POST /a/{id}',
        safety: 'write',
        body: { text: 'h\u00e9' },
        query: { z: '1', 'a b': ['2', "('1')"] },
      },
      input: { id: { type: 'text', required: true } },
    },
  );
  const result = await call(served, manifest, {}, { id: 'x y/(z)' });
  expect(result).toMatchObject({ success: true });
  expect(seen[0]).toMatchObject({ isGood: true, scope: '20260101/eu-west-1/things/aws4_request' });
  expect(seen[0]?.signedHeaders).toEqual([
    'content-type',
    'host',
    'x-amz-content-sha256',
    'x-amz-date',
    'x-amz-target',
  ]);
  const temporary = { ...secrets, sessionToken: createCanary() };
  expect(await call(served, createManifest(), { secrets: temporary })).toMatchObject({ success: true });
  expect(seen[1]?.signedHeaders).toContain('x-amz-security-token');
  expectNoSecret([secrets.secretAccessKey, temporary.sessionToken], served, result);
});

test.each<[NonNullable<Parameters<typeof withOperation>[0]>['signing'], string]>([
  [{ service: 'others' }, '20260101/eu-west-1/others/aws4_request'],
  [{ region: 'us-east-1' }, '20260101/us-east-1/things/aws4_request'],
  [{ service: 'others', region: '{settings.home}' }, '20260101/eu-north-1/others/aws4_request'],
])('an operation of another service is signed for that: %j', async (signing, scope) => {
  const seen: Signed[] = [];
  const served = await serve(async (request, response) => {
    seen.push(await check(request, { AKIDEXAMPLE: secrets.secretAccessKey }));
    return json({}, seen.at(-1)?.isGood ? 200 : 403)(request, response);
  });
  const settings = { baseUrl: served.url, region: 'eu-west-1', home: 'eu-north-1' };
  const result = await call(served, createManifest({}, { signing }), { settings });
  expect(result).toMatchObject({ success: true });
  expect(seen).toMatchObject([{ isGood: true, scope }]);
});

const spaced = { request: 'GET /{+key}', input: { key: { type: 'text' } } } as const;
test.each([
  ['twice by default', createManifest({}, spaced), encodeAgain],
  ['once where the method says so', createManifest({ pathEncoding: 'once' }, spaced), asSent],
  ['once where the operation says so', createManifest({}, { ...spaced, signing: { pathEncoding: 'once' } }), asSent],
  [
    'twice where the operation says so',
    createManifest({ pathEncoding: 'once' }, { ...spaced, signing: { pathEncoding: 'twice' } }),
    encodeAgain,
  ],
])('the path is signed encoded %s', async (_name, manifest, encodePath) => {
  const seen: Signed[] = [];
  const served = await serve(async (request, response) => {
    seen.push(await check(request, { AKIDEXAMPLE: secrets.secretAccessKey }, encodePath));
    return json({}, seen.at(-1)?.isGood ? 200 : 403)(request, response);
  });
  const result = await call(served, manifest, {}, { key: "a b+c/d'ü%41" });
  expect(result).toMatchObject({ success: true });
  expect(served.server.requests[0]?.url).toBe('/a%20b%2Bc/d%27%C3%BC%2541');
});

test('the proxy signs what it passes on: the body, and every header of the service', async () => {
  const { Readable } = await import('node:stream');
  const served = await serve(async (request, response) => {
    const { isGood, signedHeaders } = await check(request, { AKIDEXAMPLE: secrets.secretAccessKey });
    return json({}, isGood && signedHeaders.includes('x-amz-acl') ? 200 : 403)(request, response);
  });
  const target = createTarget(createManifest(), served.url, {
    secrets,
    settings: { baseUrl: served.url, region: 'r' },
  });
  const incoming = {
    ...{ method: 'PUT', path: '/a%20b//c', query: 'list&b=1+2' },
    headers: { 'x-amz-acl': 'private', 'x-amz-date': 'forged', 'content-type': 'text/plain' },
    body: Readable.from([Buffer.from('hello')]),
  };
  const outcome = await served.runtime.proxy(target, incoming, async ({ body }) => void body.resume());
  // A path with two slashes in a row is signed with one.
  expect(outcome.status).toBe(403);
  const plain = { ...incoming, path: '/a%20b/c', body: Readable.from([Buffer.from('hello')]) };
  expect((await served.runtime.proxy(target, plain, async ({ body }) => void body.resume())).status).toBe(200);
});

const assumeRole = { stsUrl: '{settings.baseUrl}/sts' };
const roleSecrets = { ...secrets, roleArn, externalId: 'external-1' };

/** A token service and the service its keys open. */
function cloud(answer?: Handler) {
  const made: { keyId: string; secret: string; token: string }[] = [];
  const forms: URLSearchParams[] = [];
  const handler: Handler = async (request, response) => {
    if (request.url !== '/sts') {
      const role = made.at(-1);
      const signed = await check(request, { [role?.keyId ?? '']: role?.secret ?? '' });
      const isGood = signed.isGood && request.headers['x-amz-security-token'] === role?.token;
      const message = `you sent ${request.headers['x-amz-security-token']}`;
      return json(isGood ? {} : { message }, isGood ? 200 : 401)(request, response);
    }
    const signed = await check(request, { AKIDEXAMPLE: secrets.secretAccessKey });
    forms.push(new URLSearchParams(signed.body));
    if (answer) return answer(request, response);
    if (!signed.isGood || !signed.scope.endsWith('/eu-west-1/sts/aws4_request'))
      return json({}, 403)(request, response);
    const role = { keyId: `ASIA${made.length}`, secret: createCanary(), token: createCanary() };
    made.push(role);
    response.writeHead(200, { 'content-type': 'text/xml' });
    response.end(`<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
      <AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/reader/x</Arn></AssumedRoleUser>
      <Credentials><AccessKeyId>${role.keyId}</AccessKeyId><SecretAccessKey>${role.secret}</SecretAccessKey>
      <SessionToken>${role.token}</SessionToken><Expiration>2026-01-01T01:00:00Z</Expiration></Credentials>
      </AssumeRoleResult></AssumeRoleResponse>`);
  };
  return { handler, made, forms };
}

test('a role is assumed with its external id, once for all who wait, until five minutes before its keys expire', async () => {
  const { handler, made, forms } = cloud();
  const served = await serve(handler);
  const manifest = createManifest({ assumeRole });
  const parts = { secrets: roleSecrets };
  const results = await Promise.all(Array.from({ length: 5 }, () => call(served, manifest, parts)));
  for (const result of results) expect(result).toMatchObject({ success: true });
  expect(made).toHaveLength(1);
  expect(Object.fromEntries(forms[0] ?? [])).toEqual({
    ...{ Action: 'AssumeRole', Version: '2011-06-15', RoleArn: roleArn, ExternalId: 'external-1' },
    ...{ RoleSessionName: 'patchbay-con_1', DurationSeconds: '3600' },
  });
  served.clock.advance(54 * 60_000);
  expect(await call(served, manifest, parts)).toMatchObject({ requests: 1 });
  served.clock.advance(2 * 60_000);
  expect(await call(served, manifest, parts)).toMatchObject({ success: true, requests: 2 });
  const secret = [secrets.secretAccessKey, ...made.flatMap((role) => [role.secret, role.token])];
  expectNoSecret(secret, served, results);
});

test('a role is assumed in the region of the method, wherever an operation is signed for', async () => {
  const { handler, made } = cloud();
  const served = await serve(handler);
  const manifest = createManifest({ assumeRole }, { signing: { region: 'us-east-1' } });
  expect(await call(served, manifest, { secrets: roleSecrets })).toMatchObject({ success: true });
  expect(made).toHaveLength(1);
});

test('keys of a role that were revoked are replaced once, and appear in no error', async () => {
  const { handler, made } = cloud();
  const served = await serve(handler);
  const manifest = createManifest({ assumeRole });
  await call(served, manifest, { secrets: roleSecrets });
  made.push({ keyId: 'ASIAREVOKED', secret: 'x', token: 'y' });
  expect(await call(served, manifest, { secrets: roleSecrets })).toMatchObject({ success: true, requests: 3 });
  made.push({ keyId: 'ASIAREVOKED', secret: 'x', token: 'y' });
  const wrong = await serve((request, response) =>
    request.url === '/sts'
      ? handler(request, response)
      : json({ message: `no: ${JSON.stringify(request.headers)}` }, 400)(request, response),
  );
  const { error } = await call(wrong, manifest, { secrets: roleSecrets });
  expect(error?.message).toContain('[redacted]');
  expectNoSecret(
    made.flatMap(({ secret, token }) => [secret, token]).filter((one) => one.length > 8),
    wrong,
    error,
  );
});

const refusal =
  (code: string, message: string): Handler =>
  (_request, response) => {
    response.sendDate = code === 'SignatureDoesNotMatch';
    response.writeHead(403, { 'content-type': 'text/xml' });
    response.end(
      `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
    );
  };

test.each([
  [
    refusal('AccessDenied', 'not authorized'),
    {
      class: 'auth_invalid',
      message: expect.stringContaining('may not assume the role'),
      nextStep: expect.stringContaining('external id'),
    },
  ],
  [
    refusal('InvalidClientTokenId', 'invalid'),
    { class: 'auth_invalid', message: expect.stringContaining('does not know the access key id') },
  ],
  [refusal('ExpiredToken', 'expired'), { class: 'auth_expired', nextStep: expect.stringContaining('temporary keys') }],
  [refusal('Throttling', 'slow'), { class: 'rate_limited', isTransient: true }],
  [
    refusal('SignatureDoesNotMatch', 'Signature expired: 2026 is now earlier'),
    { nextStep: expect.stringContaining('NTP') },
  ],
  [json({}), { class: 'bug', whoseFault: 'provider' }],
] satisfies [Handler, object][])(
  'what the token service refuses says whose fault it is (%#)',
  async (answer, error) => {
    const { handler } = cloud(answer);
    const served = await serve(handler);
    const result = await call(served, createManifest({ assumeRole }), { secrets: roleSecrets });
    expect(result.error).toMatchObject(error);
    expectNoSecret([secrets.secretAccessKey], served, result);
  },
);

test('a token service on a host that is not declared is not asked', async () => {
  const foreign = await serve(json({}));
  const served = await serve(json({}));
  const manifest = createManifest({ assumeRole: { stsUrl: `${foreign.url}/sts` } });
  const { error } = await call(served, manifest, { secrets: roleSecrets });
  expect(error?.message).toContain('not one of the declared hosts');
  expect([foreign.server.requests, served.server.requests]).toEqual([[], []]);
});

test('a region that is not set is said before anything is sent', async () => {
  const served = await serve(json({}));
  const { error } = await call(served, createManifest(), { settings: { baseUrl: served.url } });
  expect(error).toMatchObject({ message: 'The region of Example Forge is not set.', whoseFault: 'you' });
  expect(served.server.requests).toEqual([]);
});
