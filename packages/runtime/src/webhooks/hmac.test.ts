import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Delivery, deliver } from './testing/deliver.ts';

type Scheme = Parameters<typeof deliver>[0];
interface Vector extends Delivery {
  source: string;
  scheme: Scheme;
}

const chatBody =
  'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
const listOfOne = {
  type: 'hmac',
  algorithm: 'sha256',
  header: 'circleci-signature',
  format: { type: 'key_value_list', key: 'v1' },
  message: ['body'],
} as const satisfies Scheme;

/** Signatures somebody else published, with the page that prints them. */
const published: Vector[] = [
  {
    source: 'https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries',
    scheme: {
      type: 'hmac',
      algorithm: 'sha256',
      header: 'X-Hub-Signature-256',
      format: { type: 'plain', prefix: 'sha256=' },
      message: ['body'],
    },
    headers: { 'x-hub-signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17' },
    body: 'Hello, World!',
    secrets: ["It's a Secret to Everybody"],
  },
  {
    source: 'https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/',
    scheme: {
      type: 'hmac',
      algorithm: 'sha256',
      header: 'X-Hub-Signature',
      format: { type: 'plain', prefix: 'sha256=' },
      message: ['body'],
    },
    headers: { 'X-Hub-Signature': 'sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9' },
    body: 'Hello World!',
    secrets: ["It's a Secret to Everybody"],
  },
  {
    source: 'https://docs.slack.dev/authentication/verifying-requests-from-slack',
    scheme: {
      type: 'hmac',
      algorithm: 'sha256',
      header: 'X-Slack-Signature',
      format: { type: 'plain', prefix: 'v0=' },
      message: [{ literal: 'v0:' }, 'timestamp', { literal: ':' }, 'body'],
      timestamp: { from: { header: 'X-Slack-Request-Timestamp' } },
    },
    headers: {
      'X-Slack-Request-Timestamp': '1531420618',
      'X-Slack-Signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    },
    body: chatBody,
    secrets: ['8f742231b10e8888abcd99yyyzzz85a5'],
    now: '2018-07-12T18:37:00Z',
  },
  ...(
    [
      ['foo', 'secret', '773ba44693c7553d6ee20f61ea5d2757a9a4f4a44d2841ae4e95b52e4cd62db4'],
      ['hello world', 'secret', '734cc62f32841568f45715aeb9f4d7891324e6d948e4c6c60c0621cdac48623a'],
      ['lalala', 'another-secret', 'daa220016c8f29a8b214fbfc3671aeec2145cfb1e6790184ffb38b6d0425fa00'],
      ['an-important-request-payload', 'hunter123', '9be2242094a9a8c00c64306f382a7f9d691de910b4a266f67bd314ef18ac49fa'],
    ] as const
  ).map(([body, secret, signature]) => ({
    source: `https://circleci.com/docs/outbound-webhooks/ (${body})`,
    scheme: listOfOne,
    headers: { 'circleci-signature': `v1=${signature}` },
    body,
    secrets: [secret],
  })),
  ...(
    [
      ['+14158675309', 'RSOYDt4T1cUTdK1PDd93/VVr8B8='],
      ['+12349013030', '0/KCTR6DLpKmkAf8muzZqo1nDgQ='],
    ] as const
  ).map(([caller, signature]) => ({
    source: `https://www.twilio.com/docs/usage/security#validating-requests (${caller})`,
    scheme: {
      type: 'hmac',
      algorithm: 'sha1',
      header: 'X-Twilio-Signature',
      encoding: 'base64',
      message: ['url', 'sorted_form'],
    } as const satisfies Scheme,
    headers: { 'X-Twilio-Signature': signature, 'Content-Type': 'application/x-www-form-urlencoded' },
    url: 'https://mycompany.com/myapp.php?foo=1&bar=2',
    body: new URLSearchParams([
      ['To', '+18005551212'],
      ['Digits', '1234'],
      ['CallSid', 'CA1234567890ABCDE'],
      ['From', caller],
      ['Caller', caller],
    ]).toString(),
    secrets: ['12345'],
  })),
  {
    source: 'tests/unit/test_request_validator.py of twilio/twilio-python (a JSON body)',
    scheme: {
      type: 'hmac',
      algorithm: 'sha1',
      header: 'X-Twilio-Signature',
      encoding: 'base64',
      message: ['url'],
      bodyHash: { from: { query: 'bodySHA256' } },
    } as const satisfies Scheme,
    headers: { 'X-Twilio-Signature': 'a9nBmqA0ju/hNViExpshrM61xv4=', 'Content-Type': 'application/json' },
    url: 'https://mycompany.com/myapp.php?foo=1&bar=2&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620',
    body: '{"property": "value", "boolean": true}',
    secrets: ['12345'],
  },
  {
    source: 'RFC 2202, test case 2 of HMAC-SHA-1',
    scheme: { type: 'hmac', algorithm: 'sha1', header: 'X-Signature', message: ['body'] },
    headers: { 'X-Signature': 'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79' },
    body: 'what do ya want for nothing?',
    secrets: ['Jefe'],
  },
  {
    source: 'RFC 4231, test case 2 of HMAC-SHA-512',
    scheme: { type: 'hmac', algorithm: 'sha512', header: 'X-Signature', message: ['body'] },
    headers: {
      'X-Signature':
        '164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737',
    },
    body: 'what do ya want for nothing?',
    secrets: ['Jefe'],
  },
  {
    source: 'RFC 4231, test case 1, with the key in hexadecimal',
    scheme: {
      type: 'hmac',
      algorithm: 'sha256',
      header: 'X-Signature',
      message: ['body'],
      key: { encoding: 'hex' },
    },
    headers: { 'X-Signature': 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7' },
    body: 'Hi There',
    secrets: ['0b'.repeat(20)],
  },
];

describe.each(published.map((vector) => [vector.source, vector] as const))('%s', (_, vector) => {
  test('is accepted', async () => {
    expect(await deliver(vector.scheme, vector)).toMatchObject({ ok: true, scheme: 'hmac' });
  });

  test('is refused with another body, another secret or no secret', async () => {
    for (const change of [{ body: `${vector.body}x` }, { secrets: ['another'] }, { secrets: [''] }, { secrets: [] }])
      expect(await deliver(vector.scheme, { ...vector, ...change })).toMatchObject({ ok: false });
  });
});

const sign = (text: string, secret = 'secret', encoding: 'hex' | 'base64' | 'base64url' = 'hex') =>
  createHmac('sha256', secret).update(text).digest(encoding);
const plain = {
  type: 'hmac',
  algorithm: 'sha256',
  header: 'X-Signature',
  message: ['body'],
} as const satisfies Scheme;

describe('the header', () => {
  const body = '{"a":1}';
  const good = sign(body);
  const other = sign('other');

  test.each<[string, Scheme, string]>([
    ['capital hexadecimal', plain, good.toUpperCase()],
    ['spaces around it', plain, ` ${good} `],
    [
      'one of several in a key=value list',
      { ...plain, format: { type: 'key_value_list', key: 'v1' } },
      `v1=${other}, v1=${good},v0=x`,
    ],
    [
      'a list with another separator',
      { ...plain, format: { type: 'key_value_list', key: 's', separator: ';' } },
      `s=${good};t=1`,
    ],
    [
      'one of several behind spaces',
      { ...plain, format: { type: 'space_list', prefix: 'v1,' } },
      `v1,${other} v1,${good}`,
    ],
    ['one of several behind commas', { ...plain, format: { type: 'comma_list' } }, `${other}, ${good}`],
    ['base64', { ...plain, encoding: 'base64' }, sign(body, 'secret', 'base64')],
    ['base64url without padding', { ...plain, encoding: 'base64url' }, sign(body, 'secret', 'base64url')],
    [
      'base64 in a list, whose padding holds equals signs',
      { ...plain, encoding: 'base64', format: { type: 'key_value_list', key: 'v1' } },
      `t=1,v1=${sign(body, 'secret', 'base64')}`,
    ],
  ])('%s is accepted', async (_, scheme, value) => {
    expect(await deliver(scheme, { body, headers: { 'X-Signature': value } })).toMatchObject({ ok: true });
  });

  const prefixed = { ...plain, format: { type: 'plain', prefix: 'sha256=' } } as const;
  test.each<[string, Scheme, Delivery['headers'], string]>([
    ['no header', plain, {}, 'signature_missing'],
    ['an empty header', plain, { 'X-Signature': '' }, 'signature_missing'],
    ['a truncated signature', plain, { 'X-Signature': good.slice(0, -2) }, 'signature_malformed'],
    ['one digit too many', plain, { 'X-Signature': `${good}0` }, 'signature_malformed'],
    ['no hexadecimal', plain, { 'X-Signature': `${good.slice(0, -1)}g` }, 'signature_malformed'],
    ['no prefix', prefixed, { 'X-Signature': good }, 'signature_malformed'],
    ['another prefix', prefixed, { 'X-Signature': `sha1=${good}` }, 'signature_malformed'],
    ['another signature', plain, { 'X-Signature': other }, 'signature_mismatch'],
    ['a list where one is expected', plain, { 'X-Signature': `${good},${good}` }, 'signature_malformed'],
    ['the header twice', plain, ['X-Signature', good, 'x-signature', good], 'request_ambiguous'],
    ['the header twice, as a list', plain, { 'x-signature': [good, other] }, 'request_ambiguous'],
    [
      'the right signature under another key',
      { ...plain, format: { type: 'key_value_list', key: 'v1' } },
      { 'X-Signature': `v0=${good}` },
      'signature_malformed',
    ],
  ])('%s is refused', async (_, scheme, headers, reason) => {
    expect(await deliver(scheme, { body, headers })).toMatchObject({ ok: false, reason });
  });

  test('base64 that only decodes to the same bytes is refused', async () => {
    const signature = sign(body, 'secret', 'base64');
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    // The last character before the padding holds two bits that belong to no byte.
    const last = alphabet[alphabet.indexOf(signature.at(-2) ?? '') ^ 1];
    const twin = `${signature.slice(0, -2)}${last}=`;
    expect(Buffer.from(twin, 'base64')).toEqual(Buffer.from(signature, 'base64'));
    expect(await deliver({ ...plain, encoding: 'base64' }, { body, headers: { 'X-Signature': twin } })).toMatchObject({
      ok: false,
    });
  });
});

describe('secrets', () => {
  test('any of several may have signed', async () => {
    const headers = { 'X-Signature': sign('x', 'old') };
    expect(await deliver(plain, { body: 'x', headers, secrets: ['new', 'old'] })).toMatchObject({ ok: true });
    expect(await deliver(plain, { body: 'x', headers, secrets: ['new', 'newer'] })).toMatchObject({ ok: false });
  });

  test('an empty one signs nothing, beside a good one neither', async () => {
    const headers = { 'X-Signature': createHmac('sha256', '').update('x').digest('hex') };
    expect(await deliver(plain, { body: 'x', headers, secrets: [''] })).toMatchObject({ reason: 'secret_unusable' });
    expect(await deliver(plain, { body: 'x', headers, secrets: ['', 'a'] })).toMatchObject({
      reason: 'signature_mismatch',
    });
  });

  test.each([
    ['base64', 'not base64!'],
    ['base64', ''],
    ['hex', 'abc'],
  ] as const)('a %s key "%s" is not usable', async (encoding, secret) => {
    const headers = { 'X-Signature': sign('x', Buffer.from(secret, encoding).toString('latin1')) };
    const verdict = await deliver({ ...plain, key: { encoding } }, { body: 'x', headers, secrets: [secret] });
    expect(verdict).toMatchObject({ ok: false, reason: 'secret_unusable' });
  });

  test('a prefix is taken off before decoding', async () => {
    const key = Buffer.from('0123456789');
    const headers = { 'X-Signature': createHmac('sha256', key).update('x').digest('hex') };
    const scheme = { ...plain, key: { encoding: 'base64', stripPrefix: 'whsec_' } } as const;
    const secrets = [`whsec_${key.toString('base64')}`];
    expect(await deliver(scheme, { body: 'x', headers, secrets })).toMatchObject({ ok: true });
  });

  test('no message holds one', async () => {
    for (const secrets of [['s3cr3t-value'], []]) {
      const verdict = await deliver(plain, { body: 'x', headers: { 'X-Signature': sign('y') }, secrets });
      expect(JSON.stringify(verdict)).not.toContain('s3cr3t-value');
    }
  });
});

describe('the message', () => {
  const url = 'https://hooks.example.com/a%2Fb/c?x=1&y=%20';
  const json = '{"id":7,"at":"z"}';

  test.each<[string, Extract<Scheme, { type: 'hmac' }>['message'], Partial<Delivery>, string]>([
    ['method, url, body', ['method', 'url', 'body'], { body: 'b' }, `POST${url}b`],
    ['path and query as written', ['path', { literal: '?' }, 'query'], {}, '/a%2Fb/c?x=1&y=%20'],
    ['another header', [{ header: 'X-Other' }, 'body'], { body: 'b' }, 'other-valueb'],
    ['a value of the body', [{ body: 'id' }, { literal: '|' }, { body: 'at' }], { body: json }, '7|z'],
    ['the id of the delivery', ['delivery_id', 'body'], { body: 'b', delivery: { header: 'X-Id' } }, 'd-1b'],
    [
      'a hash of the body',
      ['method', { hashOfBody: 'sha512', encoding: 'base64' }],
      { body: 'b' },
      `POST${createHash('sha512').update('b').digest('base64')}`,
    ],
    [
      'a sorted form, values of one name once and sorted',
      ['sorted_form'],
      { body: 'b=2&a=z&a=y&a=z&c=%C3%A9' },
      'ayazb2cé',
    ],
  ])('%s', async (_, message, parts, text) => {
    const headers = {
      'X-Signature': sign(text),
      'X-Other': 'other-value',
      'X-Id': 'd-1',
      'Content-Type': message.includes('sorted_form') ? 'application/x-www-form-urlencoded' : 'application/json',
    };
    expect(await deliver({ ...plain, message }, { url, headers, ...parts })).toMatchObject({ ok: true });
  });

  test.each<[string, Extract<Scheme, { type: 'hmac' }>['message'], Partial<Delivery>]>([
    ['an absent header', [{ header: 'X-Other' }, 'body'], {}],
    ['an absent value of the body', [{ body: 'id' }, 'body'], { body: '{}' }],
    ['a body that is no JSON', [{ body: 'id' }, 'body'], { body: 'nothing' }],
    ['no delivery id declared', ['delivery_id', 'body'], {}],
    ['only a path where the URL is signed', ['url', 'body'], { url: '/a' }],
    ['a body that is no form', ['sorted_form'], { body: '{"a":1}' }],
  ])('%s is refused, though the rest is signed', async (_, message, parts) => {
    const headers = { 'X-Signature': sign(String(parts.body ?? '')), 'Content-Type': 'application/json' };
    expect(await deliver({ ...plain, message }, { headers, ...parts })).toMatchObject({
      ok: false,
      reason: 'message_incomplete',
    });
  });

  test('a signed empty form does not vouch for a body of another type', async () => {
    const scheme = { ...plain, message: ['url', 'sorted_form'] } as const satisfies Scheme;
    const headers = { 'X-Signature': sign(url), 'Content-Type': 'application/json' };
    expect(await deliver(scheme, { url, headers, body: '' })).toMatchObject({ ok: true });
    expect(await deliver(scheme, { url, headers, body: '{"forged":true}' })).toMatchObject({ ok: false });
  });

  describe('a URL that holds the hash of the body', () => {
    const hashOf = (body: string) => createHash('sha256').update(body).digest('hex');
    const scheme = { ...plain, message: ['url'], bodyHash: { from: { query: 'hash' } } } as const satisfies Scheme;
    const deliverTo = (query: string, body: string) =>
      deliver(scheme, { url: `${url}${query}`, headers: { 'X-Signature': sign(`${url}${query}`) }, body });

    test('the body it was made for is accepted, in digits of either case', async () => {
      expect(await deliverTo(`&hash=${hashOf('b')}`, 'b')).toMatchObject({ ok: true });
      expect(await deliverTo(`&hash=${hashOf('b').toUpperCase()}`, 'b')).toMatchObject({ ok: true });
    });

    test.each([
      ['another body', `&hash=${hashOf('b')}`, 'signature_mismatch'],
      ['no hash', '', 'message_incomplete'],
      ['half a hash', `&hash=${hashOf('c').slice(32)}`, 'signature_malformed'],
      ['two hashes', `&hash=${hashOf('c')}&hash=${hashOf('c')}`, 'request_ambiguous'],
    ])('%s is refused, though the URL is signed', async (_, query, reason) => {
      expect(await deliverTo(query, 'c')).toMatchObject({ ok: false, reason });
    });
  });

  test('bytes that are no text are signed as they are', async () => {
    const body = Buffer.from([0xff, 0x00, 0xfe]);
    const headers = { 'X-Signature': createHmac('sha256', 'secret').update(body).digest('hex') };
    expect(await deliver(plain, { body, headers })).toMatchObject({ ok: true });
    // What a text decoder would make of both.
    expect(await deliver(plain, { body: Buffer.from([0xfd, 0x00, 0xfe]), headers })).toMatchObject({ ok: false });
  });
});

describe('the timestamp', () => {
  const inHeader = {
    ...plain,
    format: { type: 'key_value_list', key: 'v1' },
    message: ['timestamp', { literal: '.' }, 'body'],
    timestamp: { from: { signatureKey: 't' }, toleranceSeconds: 60 },
  } as const satisfies Scheme;
  const at = Date.parse('2026-11-21T10:00:00Z') / 1000;
  const headers = { 'X-Signature': `t=${at},v1=${sign(`${at}.b`)}` };

  test.each([
    ['2026-11-21T10:00:00Z', true],
    ['2026-11-21T10:01:00Z', true],
    ['2026-11-21T10:01:01Z', false],
    ['2026-11-21T09:59:00Z', true],
    ['2026-11-21T09:58:59Z', false],
  ])('at %s it is accepted: %s', async (now, ok) => {
    const verdict = await deliver(inHeader, { headers, body: 'b', now });
    expect(verdict).toMatchObject(ok ? { ok, timestamp: at * 1000 } : { ok, reason: 'timestamp_outside_window' });
  });

  test.each([
    ['moved', `t=${at + 1},v1=${sign(`${at}.b`)}`, 'signature_mismatch'],
    ['absent', `v1=${sign('.b')}`, 'timestamp_missing'],
    ['there twice', `t=${at},t=${at},v1=${sign(`${at}.b`)}`, 'timestamp_missing'],
    ['no number', `t=now,v1=${sign('now.b')}`, 'timestamp_malformed'],
    ['a number nobody writes', `t=1e9,v1=${sign('1e9.b')}`, 'timestamp_malformed'],
  ])('one that is %s is refused', async (_, value, reason) => {
    const verdict = await deliver(inHeader, { headers: { 'X-Signature': value }, body: 'b' });
    expect(verdict).toMatchObject({ ok: false, reason });
  });

  test.each([
    ['epoch_milliseconds', `${at * 1000}`, true],
    ['iso8601', '2026-11-21T11:00:30+01:00', true],
    ['iso8601', '2026-11-21T10:00:30', false],
    ['http_date', 'Sat, 21 Nov 2026 10:00:20 GMT', true],
    ['epoch', '1000', false],
    // A wait would be fresh for ever.
    ['seconds', '5', false],
  ] as const)('in %s: %s → %s', async (unit, text, ok) => {
    const scheme = {
      ...plain,
      message: ['timestamp', 'body'],
      timestamp: { from: { header: 'X-At' }, unit },
    } as const satisfies Scheme;
    const verdict = await deliver(scheme, { headers: { 'X-At': text, 'X-Signature': sign(`${text}b`) }, body: 'b' });
    expect(verdict.ok).toBe(ok);
  });

  test('it may stand in the signed body', async () => {
    const scheme = {
      ...plain,
      timestamp: { from: { body: 'at' }, unit: 'epoch_milliseconds' },
    } as const satisfies Scheme;
    const body = `{"at":${at * 1000}}`;
    const signed = { headers: { 'X-Signature': sign(body) }, body };
    expect(await deliver(scheme, signed)).toMatchObject({ ok: true, timestamp: at * 1000 });
    expect(await deliver(scheme, { ...signed, now: '2026-11-21T11:00:00Z' })).toMatchObject({ ok: false });
  });
});
