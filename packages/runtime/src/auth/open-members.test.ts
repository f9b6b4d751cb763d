import type { ManifestInput } from '@patchbay/schema';
import { createCanary } from '@patchbay/testing';
import { expect, test } from 'vitest';
import { expectNoSecret } from '../testing/expect-no-secret.ts';
import { createServe, json } from '../testing/serve.ts';
import { withOperation } from '../testing/test-manifest.ts';
import { createTarget } from '../testing/test-runtime.ts';

const serve = createServe();
const method: ManifestInput['auth'][number] = {
  id: 'file',
  type: 'api_key',
  fields: {
    keyFile: {
      ...{ type: 'secret', label: 'Key file', required: true },
      members: { apiKey: 'api_key', account: 'account.name' },
    },
  },
  config: { in: 'header', name: 'X-Key' },
  headers: { 'X-Account': '{credentials.account}' },
};
const manifest = withOperation({}, { auth: [method] });

test('what stands in a key file is sent like any other credential', async () => {
  const served = await serve((request, response) =>
    json({ key: request.headers['x-key'], account: request.headers['x-account'] })(request, response),
  );
  const secrets = { keyFile: JSON.stringify({ api_key: 'example-key', account: { name: 'robot' } }) };
  const { result } = await served.runtime.execute(createTarget(manifest, served.url, { secrets }), 'call');
  expect(result).toEqual({ key: 'example-key', account: 'robot' });
});

test('a provider that repeats what stood in the file is not repeated', async () => {
  const apiKey = createCanary();
  const served = await serve((request, response) =>
    json({ message: `no such key: ${request.headers['x-key']}` }, 401)(request, response),
  );
  const secrets = { keyFile: JSON.stringify({ api_key: apiKey, account: { name: 'robot' } }) };
  const { error } = await served.runtime.execute(createTarget(manifest, served.url, { secrets }), 'call');
  expect(error).toMatchObject({ class: 'auth_invalid' });
  expectNoSecret([apiKey], served, error);
});

test.each([
  ['no JSON', (key: string) => `key=${key}`, 'The Key file must be the whole JSON text'],
  [
    'another file',
    (key: string) => JSON.stringify({ api_key: key }),
    'The Key file holds no text called account.name.',
  ],
])('%s: what is wrong, what next, and nothing is sent', async (_case, write, message) => {
  const served = await serve(json({}));
  const key = createCanary();
  const secrets = { keyFile: write(key) };
  const { error } = await served.runtime.execute(createTarget(manifest, served.url, { secrets }), 'call');
  expect(error).toMatchObject({
    ...{ class: 'auth_invalid', whoseFault: 'you', message: expect.stringContaining(message) },
    nextStep: 'Paste the whole text as the provider gave it.',
  });
  expect(served.server.requests).toEqual([]);
  expectNoSecret([key], served, error);
});
