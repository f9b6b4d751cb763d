import { generateKeyPairSync, sign as signWith } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Delivery, deliver } from './testing/deliver.ts';

/** https://docs.svix.com/receiving/verifying-payloads/how-manual */
const vector = {
  headers: {
    'svix-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'svix-timestamp': '1614265330',
    'svix-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
  body: '{"test": 2432232314}',
  secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
  now: '2021-02-25T15:02:10Z',
} satisfies Delivery;
const scheme = { type: 'standard_webhooks', headerPrefix: 'svix-' } as const;
const withHeader = (name: string, value: string) => ({ ...vector, headers: { ...vector.headers, [name]: value } });

test('the published vector is accepted', async () => {
  expect(await deliver(scheme, vector)).toEqual({
    ok: true,
    scheme: 'standard_webhooks',
    timestamp: 1_614_265_330_000,
  });
});

test('the same under the standard header names, and with a secret without its prefix', async () => {
  const headers = Object.fromEntries(
    Object.entries(vector.headers).map(([name, value]) => [name.replace('svix', 'webhook'), value]),
  );
  const secrets = ['MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'];
  expect(await deliver({ type: 'standard_webhooks' }, { ...vector, headers, secrets })).toMatchObject({ ok: true });
});

test('any signature of the list and any secret may match', async () => {
  const several = `v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= v2,unknown ${vector.headers['svix-signature']}`;
  expect(await deliver(scheme, withHeader('svix-signature', several))).toMatchObject({ ok: true });
  const secrets = ['whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD', ...vector.secrets];
  expect(await deliver(scheme, { ...vector, secrets })).toMatchObject({ ok: true });
});

test.each<[string, Delivery, string]>([
  ['another body', { ...vector, body: '{"test":2432232314}' }, 'signature_mismatch'],
  ['another id', withHeader('svix-id', 'msg_other'), 'signature_mismatch'],
  ['another moment', withHeader('svix-timestamp', '1614265331'), 'signature_mismatch'],
  ['a moment that is no number', withHeader('svix-timestamp', '1614265330.0'), 'timestamp_malformed'],
  ['a late one', { ...vector, now: '2021-02-25T15:07:11Z' }, 'timestamp_outside_window'],
  ['an early one', { ...vector, now: '2021-02-25T14:57:09Z' }, 'timestamp_outside_window'],
  ['no version', withHeader('svix-signature', 'g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='), 'signature_malformed'],
  [
    'a truncated signature',
    withHeader('svix-signature', 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlN'),
    'signature_malformed',
  ],
  ['no signature', withHeader('svix-signature', ''), 'signature_missing'],
  ['no id', withHeader('svix-id', ''), 'message_incomplete'],
  ['no moment', withHeader('svix-timestamp', ''), 'timestamp_missing'],
  ['an empty secret', { ...vector, secrets: ['whsec_'] }, 'secret_unusable'],
  ['a secret that is no base64', { ...vector, secrets: ['whsec_***'] }, 'secret_unusable'],
])('%s is refused', async (_, delivery, reason) => {
  expect(await deliver(scheme, delivery)).toMatchObject({ ok: false, reason });
});

test('v1a is checked with the public key, never as a keyed hash with it', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const message = `${vector.headers['svix-id']}.${vector.headers['svix-timestamp']}.${vector.body}`;
  const signature = signWith(null, Buffer.from(message), privateKey).toString('base64');
  const signed = { ...withHeader('svix-signature', `v1a,${signature}`), secrets: [`whpk_${raw.toString('base64')}`] };
  expect(await deliver(scheme, signed)).toMatchObject({ ok: true });
  expect(await deliver(scheme, { ...signed, body: '{}' })).toMatchObject({ ok: false, reason: 'signature_mismatch' });
  expect(await deliver(scheme, { ...vector, secrets: signed.secrets })).toMatchObject({ reason: 'signature_mismatch' });
});
