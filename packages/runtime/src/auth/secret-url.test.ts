import type { ManifestInput } from '@patchbay/schema';
import { expect, test } from 'vitest';
import { expectNoSecret } from '../testing/expect-no-secret.ts';
import { createServe, json } from '../testing/serve.ts';
import { withOperation } from '../testing/test-manifest.ts';
import { createTarget } from '../testing/test-runtime.ts';
import type { LogLine } from '../types.ts';

const serve = createServe();
const method: ManifestInput['auth'][number] = {
  id: 'webhook',
  type: 'secret_url',
  config: { reason: 'the provider takes no other credential' },
};
const path = 'hooks/T0001/canary-part-5d1c77a0';
const post = { request: 'POST /', safety: 'write', body: { text: 'hello' } } as const;

/** Calls with an address below the server, and tells what went out and what was said about it. */
async function call(address: (url: string) => string, answer = json({}), operation = {}) {
  const served = await serve(answer);
  const lines: LogLine[] = [];
  const url = address(served.url);
  const manifest = withOperation({ ...post, ...operation }, { auth: [method] });
  const target = createTarget(manifest, served.url, { secrets: { url } });
  const result = await served.runtime.execute(target, 'call', {}, { onLog: (line) => void lines.push(line) });
  return { served, url, lines, result, request: served.server.requests[0] };
}

test('the request goes to the address, with the query of both, and no slash is added', async () => {
  const { request, result } = await call((url) => `${url}/${path}?sig=a%2Fb`, json({}), { query: { wait: true } });
  expect(result.success).toBe(true);
  expect(request).toMatchObject({ method: 'POST', url: `/${path}?sig=a%2Fb&wait=true` });
});

test('the address is no part of a log line or an error, not even without its host', async () => {
  const answer = json({ message: `no hook at /${path}, token canary-part-5d1c77a0` }, 404);
  const { served, url, lines, result } = await call((base) => `${base}/${path}`, answer);
  expect(result).toMatchObject({ success: false, error: { class: 'not_found' } });
  expect(lines.map(({ message }) => message).join()).toContain('[redacted]');
  expectNoSecret([url, path, 'canary-part-5d1c77a0'], served, result, lines);
});

test('an address on a host that is not declared gets nothing', async () => {
  const { result, request } = await call(() => 'https://attacker.example.net/hooks/1');
  expect(result).toMatchObject({ error: { class: 'validation', message: expect.stringContaining('declared hosts') } });
  expect(request).toBeUndefined();
});

test.each([
  'hooks/T0001/canary-part-5d1c77a0',
  'https://user@example.com/canary-part-5d1c77a0',
  'https://example.com/canary-part-5d1c77a0#part',
  'https://example.com\\canary-part-5d1c77a0',
  'ftp://example.com/canary-part-5d1c77a0',
])('%s is refused without being repeated', async (address) => {
  const { served, result, request, lines } = await call(() => address);
  expect(result).toMatchObject({
    error: { class: 'auth_invalid', message: expect.stringContaining('not a whole address') },
  });
  expect(request).toBeUndefined();
  expectNoSecret(['canary-part-5d1c77a0'], served, result, lines);
});

test('a connection test with it counts as one with credentials', async () => {
  const { runtime, url } = await serve(json({}));
  const target = createTarget(withOperation(post, { auth: [method] }), url, { secrets: { url: `${url}/${path}` } });
  const { steps } = await runtime.testConnection(target);
  expect(steps.find(({ id }) => id === 'authenticate')).toMatchObject({ status: 'passed' });
});
