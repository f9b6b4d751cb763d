import { createHash, createHmac, generateKeyPairSync, sign as signWith } from 'node:crypto';
import { type Webhooks, webhooksSchema } from '@patchbay/schema';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { type Attempt, run } from './attempt.ts';
import { forgeries } from './forge.ts';

const body = '{"action":"opened","number":7}';
const moment = '1795255200';
const now = Number(moment) * 1000 + 5000;
const hmacOf = (
  text: string,
  key: string | Buffer = 'secret',
  encoding: 'hex' | 'base64' = 'hex',
  algorithm = 'sha256',
) => createHmac(algorithm, key).update(text).digest(encoding);
const base64 = (text: string) => Buffer.from(text).toString('base64');
const webhooksWith = (verify: z.input<typeof webhooksSchema>['verify']): Webhooks => webhooksSchema.parse({ verify });

interface Case {
  verify: z.input<typeof webhooksSchema>['verify'];
  headers: Record<string, string>;
  secret?: string;
  settings?: Record<string, string>;
  url?: string;
  body?: string;
}

const key = Buffer.from('a key of some length');
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const rawKey = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
const claims = Buffer.from(JSON.stringify({ sha256: createHash('sha256').update(body).digest('hex') }));
const token = `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.${claims.toString('base64url')}`;
const form = 'To=%2B18005551212&Digits=12+34';

const cases: Record<string, Case> = {
  'a keyed hash': {
    verify: {
      type: 'hmac',
      algorithm: 'sha256',
      header: 'X-Signature',
      format: { type: 'plain', prefix: 'sha256=' },
      message: ['body'],
    },
    headers: { 'x-signature': `sha256=${hmacOf(body)}` },
  },
  'several keyed hashes and a moment in one header': {
    verify: {
      type: 'hmac',
      algorithm: 'sha256',
      header: 'X-Signature',
      format: { type: 'key_value_list', key: 'v1' },
      message: ['timestamp', { literal: '.' }, 'body'],
      timestamp: { from: { signatureKey: 't' } },
    },
    headers: { 'X-Signature': `t=${moment},v1=${hmacOf('x')},v1=${hmacOf(`${moment}.${body}`)},v0=${hmacOf('y')}` },
  },
  'a keyed hash in base64, its key too': {
    verify: {
      type: 'hmac',
      algorithm: 'sha1',
      header: 'X-Signature',
      encoding: 'base64',
      message: ['body'],
      key: { encoding: 'base64', stripPrefix: 'whsec_' },
    },
    headers: { 'X-Signature': hmacOf(body, key, 'base64', 'sha1') },
    secret: `whsec_${key.toString('base64')}`,
  },
  'a form': {
    verify: {
      type: 'hmac',
      algorithm: 'sha1',
      header: 'X-Signature',
      encoding: 'base64',
      message: ['url', 'sorted_form'],
    },
    headers: {
      'X-Signature': hmacOf('https://hooks.example.com/dDigits12 34To+18005551212', 'secret', 'base64', 'sha1'),
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: form,
  },
  'the standard scheme': {
    verify: { type: 'standard_webhooks' },
    headers: {
      'webhook-id': 'msg_1',
      'webhook-timestamp': moment,
      'webhook-signature': `v1,${hmacOf('x', key, 'base64')} v1,${hmacOf(`msg_1.${moment}.${body}`, key, 'base64')}`,
    },
    secret: `whsec_${key.toString('base64')}`,
  },
  'the standard scheme with a public key': {
    verify: { type: 'standard_webhooks' },
    headers: {
      'webhook-id': 'msg_1',
      'webhook-timestamp': moment,
      'webhook-signature': `v1a,${signWith(null, Buffer.from(`msg_1.${moment}.${body}`), privateKey).toString('base64')}`,
    },
    secret: `whpk_${rawKey.toString('base64')}`,
  },
  ed25519: {
    verify: {
      type: 'ed25519',
      header: 'X-Signature',
      message: ['timestamp', 'body'],
      publicKey: { setting: 'publicKey' },
      timestamp: { from: { header: 'X-Timestamp' } },
    },
    headers: {
      'X-Timestamp': moment,
      'X-Signature': signWith(null, Buffer.from(moment + body), privateKey).toString('hex'),
    },
    settings: { publicKey: rawKey.toString('hex') },
  },
  'a JWS': {
    verify: { type: 'jws', header: 'X-Signature', algorithms: ['HS256'] },
    headers: { 'X-Signature': `${token}.${createHmac('sha256', 'secret').update(token).digest('base64url')}` },
  },
  'a fixed value': {
    verify: { type: 'static', in: { header: 'Authorization' }, prefix: 'Bearer ' },
    headers: { Authorization: 'Bearer secret' },
  },
  'a fixed value in the URL': {
    verify: { type: 'static', in: { query: 'token' } },
    headers: {},
    url: 'https://hooks.example.com/d?token=secret',
  },
  'a fixed value in the body': {
    verify: { type: 'static', in: { body: 'token' } },
    headers: {},
    body: '{"token":"secret"}',
  },
  'basic credentials': {
    verify: { type: 'basic' },
    headers: { Authorization: `Basic ${base64('user:secret')}` },
    secret: 'user:secret',
  },
};

function attemptOf(given: Case): Attempt {
  const { headers, secret = 'secret', settings = {}, url = 'https://hooks.example.com/d' } = given;
  return {
    request: { method: 'POST', url, headers, rawBody: Buffer.from(given.body ?? body) },
    secrets: given.verify.type === 'ed25519' ? [] : [secret],
    settings,
    now,
  };
}

describe.each(Object.entries(cases))('%s', (_, given) => {
  const webhooks = webhooksWith(given.verify);
  const good = attemptOf(given);

  test('the delivery itself is accepted', async () => {
    expect(await run(webhooks.verify, good, webhooks)).toMatchObject({ ok: true });
  });

  test('each forgery differs from it and is refused for what it is', async () => {
    const verdict = await run(webhooks.verify, good, webhooks);
    const forged = forgeries(webhooks.verify, good, verdict.ok ? verdict.timestamp : undefined);
    const accepted: string[] = [];
    for (const { how, attempt } of forged) {
      expect(attempt, how).not.toEqual(good);
      const outcome = await run(webhooks.verify, attempt, webhooks);
      if (outcome.ok) accepted.push(how);
      // A refusal because the check broke would show nothing.
      else expect(outcome.reason, how).not.toBe('check_failed');
      if (how === 'with another secret') expect(outcome).toMatchObject({ reason: 'signature_mismatch' });
    }
    expect(accepted).toEqual([]);
    expect(forged.map(({ how }) => how)).toEqual(
      expect.arrayContaining(['with another secret', 'without its signature', 'with its signature cut short']),
    );
  });
});

test('the kit notices what a weak scheme lets through', async () => {
  const { verify } = webhooksWith({
    type: 'hmac',
    algorithm: 'sha256',
    header: 'X-Signature',
    message: ['timestamp'],
    timestamp: { from: { header: 'X-Timestamp' } },
  });
  const good = attemptOf({ verify, headers: { 'X-Timestamp': moment, 'X-Signature': hmacOf(moment) } });
  const accepted: string[] = [];
  for (const { how, attempt } of forgeries(verify, good, Number(moment) * 1000))
    if ((await run(verify, attempt, webhooksWith(verify))).ok) accepted.push(how);
  expect(accepted).toEqual([
    'with byte 1 of the body changed',
    'with byte 16 of the body changed',
    'with byte 30 of the body changed',
    'with something added to the body',
    'with an empty body',
    'with the body parsed and written again',
  ]);
});

test('a moment that is not signed can be written over', async () => {
  const { verify } = webhooksWith({
    type: 'hmac',
    algorithm: 'sha256',
    header: 'X-Signature',
    message: ['body'],
    timestamp: { from: { header: 'X-Timestamp' } },
  });
  const good = attemptOf({ verify, headers: { 'X-Timestamp': moment, 'X-Signature': hmacOf(body) } });
  const forged = forgeries(verify, good, Number(moment) * 1000);
  const over = forged.find(({ how }) => how === 'with another moment written over its own');
  expect(over && (await run(verify, over.attempt, webhooksWith(verify))).ok).toBe(true);
});

test('a provider that signs nothing has nothing to forge', () => {
  const { verify } = webhooksWith({ type: 'none', reason: 'it signs nothing' });
  expect(forgeries(verify, attemptOf({ verify, headers: {} }), undefined)).toEqual([]);
});
