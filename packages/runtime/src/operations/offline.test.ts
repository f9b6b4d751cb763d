import { assertNoCanary, createCanary } from '@patchbay/testing';
import { expect, test } from 'vitest';
import { createServe, json } from '../testing/serve.ts';
import { withOperation } from '../testing/test-manifest.ts';
import { createTarget } from '../testing/test-runtime.ts';

const serve = createServe();

test('a write is skipped and its exact request handed back, without credentials', async () => {
  const token = createCanary();
  const { runtime, server, logged } = await serve(json({}), { offline: true });
  const manifest = withOperation(
    {
      request: 'POST /items/{id}/comments',
      safety: 'write',
      input: { id: { type: 'integer', required: true }, text: { type: 'text', required: true } },
      query: { draft: 'true' },
      headers: { 'X-Token': '{credentials.token}', 'X-Kind': 'note' },
      body: { text: '{input.text}', token: '{credentials.token}' },
    },
    { auth: [{ id: 'token', type: 'bearer' }] },
  );
  const lines: { level: string }[] = [];
  const target = createTarget(manifest, 'https://forge.example/sub/', { secrets: { token } });
  const result = await runtime.execute(target, 'call', { id: 7, text: 'Hi' }, { onLog: (line) => lines.push(line) });
  expect(result).toMatchObject({
    success: false,
    skippedOffline: true,
    error: { class: 'offline', code: 'offline', isTransient: false },
    requests: 0,
    skippedPayload: {
      method: 'POST',
      url: 'https://forge.example/sub/items/7/comments?draft=true',
      headers: { accept: 'application/json', 'content-type': 'application/json', 'x-kind': 'note' },
      body: { text: 'Hi' },
    },
  });
  expect(lines.map(({ level }) => level)).toEqual(['warn']);
  expect(server.requests).toEqual([]);
  assertNoCanary(token, { result, lines, logged });
});

test('a read says that it is offline; a wrong input is still refused', async () => {
  const { runtime } = await serve(json({}), { offline: true });
  const target = createTarget(
    withOperation({ input: { id: { type: 'integer', required: true } } }),
    'https://forge.example',
  );
  const result = await runtime.execute(target, 'call', { id: 1 });
  expect(result).toMatchObject({ success: false, skippedOffline: true, error: { class: 'offline' } });
  expect(result).not.toHaveProperty('skippedPayload');
  await expect(runtime.execute(target, 'call', {})).rejects.toMatchObject({ code: 'invalid_input' });
});
