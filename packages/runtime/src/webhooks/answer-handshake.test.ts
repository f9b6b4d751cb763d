import { type Webhooks, webhooksSchema } from '@patchbay/schema';
import { expect, test } from 'vitest';
import { answerHandshake } from './answer-handshake.ts';
import { toRequest } from './testing/deliver.ts';

const verify = { type: 'hmac', algorithm: 'sha256', header: 'X-Signature', message: ['body'] } as const;
const webhooksWith = (...handshakes: Webhooks['handshakes'][number][] | object[]): Webhooks =>
  webhooksSchema.parse({ verify, handshakes });
const json = (body: object) =>
  toRequest({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

test('an echo of what the body asks, as text or as JSON', () => {
  const text = webhooksWith({
    when: { method: 'POST', body: "type == 'url_verification'" },
    challenge: { body: 'challenge' },
    respond: { body: '{challenge}' },
  });
  expect(answerHandshake(text, json({ type: 'url_verification', challenge: 'abc' }))).toMatchObject({
    ...{ status: 200, body: 'abc', isVerified: true, secret: null },
    headers: { 'content-type': 'text/plain', 'x-content-type-options': 'nosniff' },
  });
  const object = webhooksWith({
    when: { method: 'GET', header: 'X-Challenge' },
    challenge: { header: 'X-Challenge' },
    respond: { contentType: 'application/json', body: { verification: '{challenge}' } },
    verified: false,
  });
  const asked = toRequest({ method: 'GET', headers: { 'x-challenge': 'a"b' } });
  expect(answerHandshake(object, asked)).toMatchObject({ body: '{"verification":"a\\"b"}', isVerified: false });
});

test('an echo of a query or in a header, and a secret that comes with the question', () => {
  const query = webhooksWith({
    when: { method: 'GET', query: 'validationToken' },
    challenge: { query: 'validationToken' },
    respond: { body: '{challenge}' },
  });
  const url = 'https://hooks.example.com/d?validationToken=a%20b';
  expect(answerHandshake(query, toRequest({ method: 'GET', headers: {}, url }))?.body).toBe('a b');
  const secret = webhooksWith({
    when: { method: 'POST', header: 'X-Hook-Secret' },
    challenge: { header: 'X-Hook-Secret' },
    storesSecret: { header: 'X-Hook-Secret' },
    respond: { status: 204, headers: { 'X-Hook-Secret': '{challenge}' } },
    verified: false,
  });
  expect(answerHandshake(secret, toRequest({ headers: { 'x-hook-secret': 's3cret' } }))).toMatchObject({
    ...{ status: 204, body: '', secret: 's3cret', headers: { 'X-Hook-Secret': 's3cret' } },
  });
});

test('what is no question is no handshake: another method, nothing asked, a header twice, a broken body', () => {
  const webhooks = webhooksWith({
    when: { method: 'POST', body: "type == 'url_verification'" },
    challenge: { body: 'challenge' },
    respond: { body: '{challenge}' },
  });
  expect(answerHandshake(webhooks, json({ type: 'event' }))).toBeNull();
  expect(answerHandshake(webhooks, json({ type: 'url_verification' }))).toBeNull();
  expect(answerHandshake(webhooks, toRequest({ method: 'GET', headers: {} }))).toBeNull();
  expect(answerHandshake(webhooks, toRequest({ headers: {}, body: '{' }))).toBeNull();
  const header = webhooksWith({
    when: { method: 'POST', header: 'X-Challenge' },
    challenge: { header: 'X-Challenge' },
    respond: { body: '{challenge}' },
  });
  expect(answerHandshake(header, toRequest({ headers: ['X-Challenge', 'a', 'X-Challenge', 'b'] }))).toBeNull();
});

test('what a stranger sends cannot begin a header, and is never taken for a page', () => {
  const webhooks = webhooksWith({
    when: { method: 'POST', body: 'challenge' },
    challenge: { body: 'challenge' },
    respond: { contentType: 'text/plain', body: '{challenge}', headers: { 'X-Echo': '{challenge}' } },
  });
  const answer = answerHandshake(webhooks, json({ challenge: '<script>\r\nSet-Cookie: a=b' }));
  expect(answer?.headers).not.toHaveProperty('X-Echo');
  expect(answer?.headers['content-security-policy']).toContain('sandbox');
});
