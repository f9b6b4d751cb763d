import { webhookVerifySchema } from '@patchbay/schema';
import { expect, test } from 'vitest';
import { webhookStrategies } from './strategies.ts';
import { deliver, toRequest } from './testing/deliver.ts';
import { verifyWebhook } from './verify-webhook.ts';

test('every scheme of the vocabulary is served', () => {
  const types = webhookVerifySchema.options.map((option) => option.shape.type.value);
  expect(Object.keys(webhookStrategies).sort()).toEqual([...types].sort());
});

test('a check that fails by itself refuses, without quoting anything', async () => {
  const clock = {
    now: () => {
      throw new Error('the secret is s3cr3t');
    },
  };
  const verify = webhookVerifySchema.parse({ type: 'jws', header: 'X-Signature', algorithms: ['HS256'] });
  const token = `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.e30.AAAA`;
  const verdict = await verifyWebhook(verify, toRequest({ headers: { 'X-Signature': token } }), ['s3cr3t'], { clock });
  expect(verdict).toEqual({ ok: false, reason: 'check_failed', message: 'The delivery could not be checked (Error).' });
});

test('an unknown scheme refuses', async () => {
  const verify = { type: 'toString' } as unknown as Parameters<typeof verifyWebhook>[0];
  expect(await verifyWebhook(verify, toRequest({ headers: {} }), ['a'], { clock: { now: () => 0 } })).toMatchObject({
    ok: false,
  });
});

test('an expression that does not fit the body refuses', async () => {
  const verdict = await deliver(
    { type: 'static', in: { body: "join(',', id)" } },
    { headers: {}, body: '{"id":7}', secrets: ['7'] },
  );
  expect(verdict).toMatchObject({ ok: false, reason: 'check_failed' });
});
