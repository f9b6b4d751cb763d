import { describe, expect, test } from 'vitest';
import { type Delivery, deliver } from './testing/deliver.ts';

type Scheme = Parameters<typeof deliver>[0];

describe('a fixed value', () => {
  const inHeader = { type: 'static', in: { header: 'X-Token' } } as const satisfies Scheme;

  test.each<[string, Scheme, Delivery]>([
    ['a header', inHeader, { headers: { 'x-token': 'secret' } }],
    ['behind a prefix', { ...inHeader, prefix: 'Bearer ' }, { headers: { 'X-Token': 'Bearer secret' } }],
    [
      'a query parameter',
      { type: 'static', in: { query: 'token' } },
      { headers: {}, url: 'https://a.example/h?token=secret' },
    ],
    ['the body', { type: 'static', in: { body: 'token' } }, { headers: {}, body: '{"token":"secret"}' }],
    ['the second secret', inHeader, { headers: { 'X-Token': 'old' }, secrets: ['secret', 'old'] }],
  ])('in %s is accepted', async (_, scheme, delivery) => {
    expect(await deliver(scheme, delivery)).toEqual({ ok: true, scheme: 'static' });
  });

  test.each<[string, Scheme, Delivery, string]>([
    ['none', inHeader, { headers: {} }, 'signature_missing'],
    ['an empty one, with an empty secret', inHeader, { headers: { 'X-Token': '' }, secrets: [''] }, 'secret_unusable'],
    ['a shorter one', inHeader, { headers: { 'X-Token': 'secre' } }, 'signature_mismatch'],
    ['a longer one', inHeader, { headers: { 'X-Token': 'secrets' } }, 'signature_mismatch'],
    [
      'one without its prefix',
      { ...inHeader, prefix: 'Bearer ' },
      { headers: { 'X-Token': 'secret' } },
      'signature_malformed',
    ],
    [
      'two of them',
      { type: 'static', in: { query: 't' } },
      { headers: {}, url: '/h?t=secret&t=secret' },
      'request_ambiguous',
    ],
  ])('%s is refused', async (_, scheme, delivery, reason) => {
    expect(await deliver(scheme, delivery)).toMatchObject({ ok: false, reason });
  });
});

describe('basic credentials', () => {
  const encode = (text: string) => Buffer.from(text).toString('base64');
  const secrets = ['hook:pass:wörd'];

  test.each(['Basic', 'basic'])('%s is accepted', async (word) => {
    const headers = { authorization: `${word} ${encode('hook:pass:wörd')}` };
    expect(await deliver({ type: 'basic' }, { headers, secrets })).toEqual({ ok: true, scheme: 'basic' });
  });

  test.each([
    ['no header', {}, secrets, 'signature_missing'],
    ['another password', { authorization: `Basic ${encode('hook:pass')}` }, secrets, 'signature_mismatch'],
    ['another user', { authorization: `Basic ${encode('hoo:kpass:wörd')}` }, secrets, 'signature_mismatch'],
    ['a bearer token', { authorization: `Bearer ${encode('hook:pass:wörd')}` }, secrets, 'signature_malformed'],
    ['no base64', { authorization: 'Basic hook:pass' }, secrets, 'signature_malformed'],
    ['a secret without a user', { authorization: `Basic ${encode('pass')}` }, ['pass'], 'secret_unusable'],
    ['a secret without a password', { authorization: `Basic ${encode('hook:')}` }, ['hook:'], 'secret_unusable'],
  ])('%s is refused', async (_, headers, given, reason) => {
    expect(await deliver({ type: 'basic' }, { headers, secrets: given })).toMatchObject({ ok: false, reason });
  });
});

test('a provider that signs nothing is let through, and the verdict says so', async () => {
  expect(await deliver({ type: 'none', reason: 'nothing is signed' }, { headers: {}, secrets: [] })).toEqual({
    ok: true,
    scheme: 'none',
  });
});
