import { generateKeyPairSync, sign as signWith } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Delivery, deliver } from './testing/deliver.ts';

const bare = {
  type: 'ed25519',
  header: 'X-Signature-Ed25519',
  message: ['body'],
  publicKey: { setting: 'publicKey' },
} as const satisfies Parameters<typeof deliver>[0];

/** RFC 8032, section 7.1, test 3. */
const vector = {
  headers: {
    'X-Signature-Ed25519':
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  },
  body: Buffer.from('af82', 'hex'),
  settings: { publicKey: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025' },
  secrets: [],
} satisfies Delivery;
const signature = vector.headers['X-Signature-Ed25519'];

test('the published vector is accepted', async () => {
  expect(await deliver(bare, vector)).toEqual({ ok: true, scheme: 'ed25519' });
});

test.each<[string, Partial<Delivery>, string]>([
  ['another body', { body: Buffer.from('af83', 'hex') }, 'signature_mismatch'],
  ['no header', { headers: {} }, 'signature_missing'],
  ['a truncated signature', { headers: { 'X-Signature-Ed25519': signature.slice(0, -2) } }, 'signature_malformed'],
  ['one digit changed', { headers: { 'X-Signature-Ed25519': `7${signature.slice(1)}` } }, 'signature_mismatch'],
  ['no key', { settings: {} }, 'secret_unusable'],
  ['a key that is none', { settings: { publicKey: 'fc51' } }, 'secret_unusable'],
])('%s is refused', async (_, change, reason) => {
  expect(await deliver(bare, { ...vector, ...change })).toMatchObject({ ok: false, reason });
});

test('with a timestamp before the body, only inside the window', async () => {
  const scheme = {
    ...bare,
    message: ['timestamp', 'body'],
    timestamp: { from: { header: 'X-Signature-Timestamp' } },
  } as const satisfies Parameters<typeof deliver>[0];
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const at = Date.parse('2026-11-21T10:00:00Z') / 1000;
  const signed: Delivery = {
    headers: {
      'X-Signature-Timestamp': String(at),
      'X-Signature-Ed25519': signWith(null, Buffer.from(`${at}{}`), privateKey).toString('hex'),
    },
    body: '{}',
    settings: { publicKey: Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex') },
  };
  expect(await deliver(scheme, signed)).toMatchObject({ ok: true, timestamp: at * 1000 });
  expect(await deliver(scheme, { ...signed, now: '2026-11-21T10:05:01Z' })).toMatchObject({
    reason: 'timestamp_outside_window',
  });
});
