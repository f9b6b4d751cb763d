import { createHash, createHmac, generateKeyPairSync, sign as signWith } from 'node:crypto';
import { type Webhooks, webhooksSchema, webhookVerifySchema } from '@patchbay/schema';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { type Attempt, run } from './attempt.ts';
import { forgeries } from './forge.ts';
import { applicabilityOf, forgeryKinds } from './forgery-kinds.ts';

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
const bodyHash = createHash('sha256').update(body);
const digest = `SHA-256=${bodyHash.copy().digest('base64')}`;
const hashedUrl = `https://hooks.example.com/d?a=1&bodySHA256=${bodyHash.digest('hex')}`;
const form = 'To=%2B18005551212&Digits=12+34';
const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const es256 = `${Buffer.from('{"alg":"ES256"}').toString('base64url')}.${claims.toString('base64url')}`;

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
  'a keyed hash under the version 0': {
    verify: {
      type: 'hmac',
      algorithm: 'sha256',
      header: 'X-Signature',
      format: { type: 'plain', prefix: 'v0=' },
      message: [{ literal: 'v0:' }, 'timestamp', { literal: ':' }, 'body'],
      timestamp: { from: { header: 'X-Timestamp' } },
    },
    headers: { 'X-Timestamp': moment, 'X-Signature': `v0=${hmacOf(`v0:${moment}:${body}`)}` },
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
  'a URL that holds the hash of the body': {
    verify: {
      type: 'hmac',
      algorithm: 'sha1',
      header: 'X-Signature',
      encoding: 'base64',
      message: ['url'],
      bodyHash: { from: { query: 'bodySHA256' } },
    },
    headers: { 'X-Signature': hmacOf(hashedUrl, 'secret', 'base64', 'sha1') },
    url: hashedUrl,
  },
  'a header that holds the hash of the body': {
    verify: {
      type: 'ed25519',
      header: 'X-Signature',
      message: [{ header: 'Digest' }],
      bodyHash: { from: { header: 'Digest' }, prefix: 'SHA-256=', encoding: 'base64' },
      publicKey: { setting: 'publicKey' },
    },
    headers: { Digest: digest, 'X-Signature': signWith(null, Buffer.from(digest), privateKey).toString('hex') },
    settings: { publicKey: rawKey.toString('hex') },
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
  'a JWS with a public key': {
    verify: { type: 'jws', header: 'X-Signature', algorithms: ['HS256', 'ES256'] },
    headers: {
      'X-Signature': `${es256}.${signWith('sha256', Buffer.from(es256), { key: elliptic.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`,
    },
    secret: elliptic.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
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
    // Each kind that applies is tried, and no other.
    const applies = applicabilityOf(webhooks.verify);
    expect([...new Set(forged.map(({ kind }) => kind))]).toEqual(forgeryKinds.filter((kind) => applies[kind] === true));
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

test('every scheme of the vocabulary is forged here, and for each it is said which kinds there is nothing to try with, and why', () => {
  const types = webhookVerifySchema.options.map(({ shape }) => shape.type.value);
  const forged = new Set(Object.values(cases).map(({ verify }) => verify.type));
  expect(types.filter((type) => !forged.has(type))).toEqual(['none']);
  const told = Object.entries(cases).flatMap(([name, { verify }]) =>
    forgeryKinds.flatMap((kind) => {
      const applies = applicabilityOf(webhooksWith(verify).verify)[kind];
      return applies === true ? [] : [`${name} · ${kind}: ${applies}`];
    }),
  );
  expect(told).toMatchInlineSnapshot(`
    [
      "a keyed hash · old_timestamp: It signs no moment; a delivery that is sent again is told by its id.",
      "a keyed hash · future_timestamp: It signs no moment; a delivery that is sent again is told by its id.",
      "a keyed hash · replay: It signs no moment; a delivery that is sent again is told by its id.",
      "a keyed hash in base64, its key too · downgraded_version: It names no version.",
      "a keyed hash in base64, its key too · old_timestamp: It signs no moment; a delivery that is sent again is told by its id.",
      "a keyed hash in base64, its key too · future_timestamp: It signs no moment; a delivery that is sent again is told by its id.",
      "a keyed hash in base64, its key too · replay: It signs no moment; a delivery that is sent again is told by its id.",
      "a form · reserialised: The pairs of a form are signed, not its bytes.",
      "a form · downgraded_version: It names no version.",
      "a form · old_timestamp: It signs no moment; a delivery that is sent again is told by its id.",
      "a form · future_timestamp: It signs no moment; a delivery that is sent again is told by its id.",
      "a form · replay: It signs no moment; a delivery that is sent again is told by its id.",
      "a URL that holds the hash of the body · downgraded_version: It names no version.",
      "a URL that holds the hash of the body · old_timestamp: It signs no moment; a delivery that is sent again is told by its id.",
      "a URL that holds the hash of the body · future_timestamp: It signs no moment; a delivery that is sent again is told by its id.",
      "a URL that holds the hash of the body · replay: It signs no moment; a delivery that is sent again is told by its id.",
      "a header that holds the hash of the body · downgraded_version: It names no version.",
      "a header that holds the hash of the body · old_timestamp: It signs no moment; a delivery that is sent again is told by its id.",
      "a header that holds the hash of the body · future_timestamp: It signs no moment; a delivery that is sent again is told by its id.",
      "a header that holds the hash of the body · replay: It signs no moment; a delivery that is sent again is told by its id.",
      "ed25519 · downgraded_version: It names no version.",
      "a JWS · old_timestamp: Its claims hold a moment only where the provider claims one, and then it is signed with them.",
      "a JWS · future_timestamp: Its claims hold a moment only where the provider claims one, and then it is signed with them.",
      "a JWS · replay: It signs no moment; a delivery that is sent again is told by its id.",
      "a JWS with a public key · old_timestamp: Its claims hold a moment only where the provider claims one, and then it is signed with them.",
      "a JWS with a public key · future_timestamp: Its claims hold a moment only where the provider claims one, and then it is signed with them.",
      "a JWS with a public key · replay: It signs no moment; a delivery that is sent again is told by its id.",
      "a fixed value · changed_byte: It proves who sends, not what.",
      "a fixed value · reserialised: It proves who sends, not what.",
      "a fixed value · downgraded_version: It names no version.",
      "a fixed value · old_timestamp: It signs no moment; a delivery that is sent again is told by its id.",
      "a fixed value · future_timestamp: It signs no moment; a delivery that is sent again is told by its id.",
      "a fixed value · replay: It signs no moment; a delivery that is sent again is told by its id.",
      "a fixed value in the URL · changed_byte: It proves who sends, not what.",
      "a fixed value in the URL · reserialised: It proves who sends, not what.",
      "a fixed value in the URL · downgraded_version: It names no version.",
      "a fixed value in the URL · old_timestamp: It signs no moment; a delivery that is sent again is told by its id.",
      "a fixed value in the URL · future_timestamp: It signs no moment; a delivery that is sent again is told by its id.",
      "a fixed value in the URL · replay: It signs no moment; a delivery that is sent again is told by its id.",
      "a fixed value in the body · changed_byte: It proves who sends, not what.",
      "a fixed value in the body · reserialised: It proves who sends, not what.",
      "a fixed value in the body · duplicated_header: Of a name that a body gives twice only the last is read, and it has to be the secret.",
      "a fixed value in the body · downgraded_version: It names no version.",
      "a fixed value in the body · old_timestamp: It signs no moment; a delivery that is sent again is told by its id.",
      "a fixed value in the body · future_timestamp: It signs no moment; a delivery that is sent again is told by its id.",
      "a fixed value in the body · replay: It signs no moment; a delivery that is sent again is told by its id.",
      "basic credentials · changed_byte: It proves who sends, not what.",
      "basic credentials · reserialised: It proves who sends, not what.",
      "basic credentials · downgraded_version: It names no version.",
      "basic credentials · old_timestamp: It signs no moment; a delivery that is sent again is told by its id.",
      "basic credentials · future_timestamp: It signs no moment; a delivery that is sent again is told by its id.",
      "basic credentials · replay: It signs no moment; a delivery that is sent again is told by its id.",
    ]
  `);
});

test('a provider that signs nothing has nothing to forge', () => {
  const { verify } = webhooksWith({ type: 'none', reason: 'it signs nothing' });
  expect(forgeries(verify, attemptOf({ verify, headers: {} }), undefined)).toEqual([]);
});
