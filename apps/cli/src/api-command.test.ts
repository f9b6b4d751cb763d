// Commands about a running Patchbay: what they say when there is none, and when it refuses.
import { startServer } from '@patchbay/testing';
import { expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

async function run(argv: string[], env: Record<string, string> = {}) {
  const written = { out: '', error: '' };
  const code = await runCli(argv, {
    folder: '/',
    env,
    out(text) {
      written.out += text;
    },
    error(text) {
      written.error += text;
    },
  });
  return { code, ...written };
}

/** Answers every request with this, and remembers who asked. */
async function answering(status: number, body: unknown) {
  const server = await startServer((_request, response) => {
    response.writeHead(status, { 'content-type': typeof body === 'string' ? 'text/html' : 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  return { ...server, env: { PATCHBAY_URL: `${server.url}/`, PATCHBAY_API_KEY: 'pb_1' } };
}

test.each([
  [[], 'Usage: patchbay keys'],
  [['turn'], 'Usage: patchbay keys'],
  [['check', 'now'], 'Usage: patchbay keys'],
  [['toString'], 'Usage: patchbay keys'],
  [['check', '--fast'], "Unknown option '--fast'"],
  [['check'], 'This takes an API key.'],
  [['check', '--url', 'localhost:3001', '--key', 'pb_1'], 'must be a web address'],
])('keys %j makes no sense, and says how it would', async (argv, sentence) => {
  expect(await run(['keys', ...argv])).toMatchObject({ code: 2, out: '', error: expect.stringContaining(sentence) });
});

test('help is help', async () => {
  expect(await run(['audit', '--help'])).toMatchObject({ code: 0, out: expect.stringContaining('last hash') });
});

test('nobody there', async () => {
  const server = await answering(200, {});
  await server.stop();
  const { code, error } = await run(['audit', 'verify'], server.env);
  expect([code, error]).toEqual([2, expect.stringMatching(/^Nobody answers at .+ \(ECONNREFUSED\)\. Start Patchbay/)]);
});

test.each([
  [200, '<html>a web page</html>'],
  [404, '<html>not here</html>'],
  [404, { message: 'Not Found' }],
])('somebody else there: %i %j', async (status, body) => {
  const server = await answering(status, body);
  const { code, error } = await run(['audit', 'verify'], server.env);
  await server.stop();
  expect([code, error]).toEqual([2, expect.stringContaining('is not the API of Patchbay')]);
});

test('a refusal is told in the words of the server, and the key goes in its header', async () => {
  const message = 'This takes the role owner, and yours is admin.';
  const server = await answering(403, { error: { code: 'forbidden', message, requestId: 'r' } });
  expect(await run(['keys', 'rotate', '--key', 'pb_2'], server.env)).toEqual({
    code: 2,
    out: '',
    error: `${message}\n`,
  });
  await server.stop();
  expect(server.requests).toMatchObject([
    { method: 'POST', url: '/api/v1/keys/rotate', headers: { authorization: 'Bearer pb_2' } },
  ]);
});

test('a changed audit log ends with 1', async () => {
  const problem = { seq: 8, message: 'line 8 is missing' };
  const server = await answering(200, { ok: false, checked: 7, lastHash: 'abc', problem });
  const { code, error } = await run(['audit', 'verify'], server.env);
  await server.stop();
  expect(code).toBe(1);
  expect(error).toContain('Line 8 of the audit log does not fit: line 8 is missing. The 7 lines before it are good');
});

test('a rotation that gets nowhere gives up', async () => {
  const body = { keyId: 'k2', resealed: 0, undecryptable: 0, remaining: 3, isComplete: false };
  const server = await answering(200, body);
  const { code, error } = await run(['keys', 'rotate'], server.env);
  await server.stop();
  expect([code, error]).toEqual([2, expect.stringContaining('3 credentials are left')]);
  expect(server.requests).toHaveLength(5);
});

test('what does not open is named, and ends with 1', async () => {
  const server = await answering(200, {
    currentKeyId: 'k2',
    keys: [
      { id: 'k2', isConfigured: true, credentials: 1 },
      { id: 'k1', isConfigured: true, credentials: 0 },
      { id: 'lost', isConfigured: false, credentials: 2 },
    ],
    undecryptable: [{ connectionId: 'con_1', version: 3, message: 'It is sealed with the key lost.' }],
    undecryptableTotal: 2,
  });
  const { code, out, error } = await run(['keys', 'check'], server.env);
  await server.stop();
  expect(code).toBe(1);
  expect(out.split('\n').slice(0, 3)).toEqual([
    'k2    seals 1 credential; the newest',
    'k1    seals nothing: it can be taken out',
    expect.stringMatching(/^lost {2}seals 2 credentials, but is not configured/),
  ]);
  expect(error).toContain('con_1, credentials version 3: It is sealed');
  expect(error).toContain('1 credential more do not open');
});
