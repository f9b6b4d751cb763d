import { createHash, createHmac, generateKeyPairSync, type KeyObject, sign as signWith } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Delivery, deliver } from './testing/deliver.ts';

const body = '{"state":"ready"}';
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const scheme = {
  type: 'jws',
  header: 'X-Signature',
  algorithms: ['HS256'],
  issuer: 'the provider',
} as const satisfies Parameters<typeof deliver>[0];
const claims = { iss: 'the provider', sha256: hashOf(body) };

/** Written by hand after RFC 7515, so that the library under test does not vouch for itself. */
function makeToken(payload: object, secret: string | KeyObject = 'secret', header: object = { alg: 'HS256' }): string {
  const text = `${encode(header)}.${encode(payload)}`;
  const signature =
    typeof secret === 'string'
      ? createHmac('sha256', secret).update(text).digest()
      : signWith('sha256', Buffer.from(text), { key: secret, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}

const signed = (token: string, change: Partial<Delivery> = {}) =>
  deliver(scheme, { headers: { 'X-Signature': token }, body, ...change });

test('a token of the body is accepted, with any of several secrets', async () => {
  expect(await signed(makeToken(claims))).toEqual({ ok: true, scheme: 'jws' });
  expect(await signed(makeToken(claims), { secrets: ['new', 'secret'] })).toMatchObject({ ok: true });
});

const now = Date.parse('2026-11-21T10:00:00Z') / 1000;
test.each<[string, string, Partial<Delivery>, string]>([
  ['another body', makeToken(claims), { body: '{"state": "ready"}' }, 'signature_mismatch'],
  ['another secret', makeToken(claims), { secrets: ['other'] }, 'signature_mismatch'],
  ['no secret', makeToken(claims, ''), { secrets: [''] }, 'secret_unusable'],
  ['no header', '', {}, 'signature_missing'],
  ['no JWS', 'abc', {}, 'signature_malformed'],
  ['a truncated signature', makeToken(claims).slice(0, -2), {}, 'signature_malformed'],
  ['no signature at all', `${encode({ alg: 'none' })}.${encode(claims)}.`, {}, 'signature_malformed'],
  ['another algorithm', makeToken(claims, 'secret', { alg: 'HS512' }), {}, 'signature_malformed'],
  ['another issuer', makeToken({ ...claims, iss: 'somebody' }), {}, 'signature_mismatch'],
  ['no issuer', makeToken({ sha256: claims.sha256 }), {}, 'signature_mismatch'],
  ['no hash', makeToken({ iss: claims.iss }), {}, 'message_incomplete'],
  ['an expired one', makeToken({ ...claims, exp: now - 1 }), {}, 'timestamp_outside_window'],
  ['one that is not valid yet', makeToken({ ...claims, nbf: now + 60 }), {}, 'timestamp_outside_window'],
])('%s is refused', async (_, token, change, reason) => {
  expect(await signed(token, change)).toMatchObject({ ok: false, reason });
});

test.each([
  ['RS256', () => generateKeyPairSync('rsa', { modulusLength: 2048 })],
  ['ES256', () => generateKeyPairSync('ec', { namedCurve: 'P-256' })],
] as const)('%s is checked with the public key', async (alg, generate) => {
  const { publicKey, privateKey } = generate();
  const secrets = [publicKey.export({ type: 'spki', format: 'pem' }).toString()];
  const token = makeToken({ ...claims, iat: now }, privateKey, { alg });
  const given = { headers: { 'X-Signature': token }, body, secrets };
  expect(await deliver({ ...scheme, algorithms: [alg, 'HS256'] }, given)).toEqual({
    ok: true,
    scheme: 'jws',
    timestamp: now * 1000,
  });
  expect(await deliver({ ...scheme, algorithms: [alg] }, { ...given, body: 'x' })).toMatchObject({ ok: false });

  // The public key is known to everybody; whoever signs with it as a shared secret must get nowhere.
  const confused = { ...given, headers: { 'X-Signature': makeToken(claims, secrets[0]) } };
  expect(await deliver({ ...scheme, algorithms: [alg, 'HS256'] }, confused)).toMatchObject({
    ok: false,
    reason: 'secret_unusable',
  });
});
