// A key of a running Patchbay is replaced from the command line, the way docs/self-hosting.md says.
import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createPostgresDatabase,
  type Patchbay,
  type PostgresDatabase,
  removeFolder,
  startPatchbay,
  startPatchbayExpectingExit,
} from '@patchbay/testing';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

const isPostgres = process.env.PATCHBAY_TEST_DATABASE === 'postgres';
const folder = mkdtempSync(join(tmpdir(), 'patchbay-cli-keys-'));
const oldKey = `k1:${randomBytes(32).toString('base64')}`;
const newKey = `k2:${randomBytes(32).toString('base64')}`;
let database: PostgresDatabase | undefined;
let running: Patchbay | undefined;
let apiKey = '';

beforeAll(async () => {
  if (isPostgres) database = await createPostgresDatabase(process.env.TEST_DATABASE_URL ?? '');
});
afterEach(() => running?.close());
afterAll(async () => {
  await database?.drop();
  removeFolder(folder);
});

function options(keys: string, env: Record<string, string> = {}) {
  const where = database ? { databaseUrl: database.url } : {};
  return { dataDir: join(folder, 'data'), ...where, env: { PATCHBAY_ENCRYPTION_KEYS: keys, ...env } };
}

async function patchbay(...argv: string[]) {
  const written = { out: '', error: '' };
  const code = await runCli(argv, {
    folder,
    env: { PATCHBAY_URL: running?.apiUrl, PATCHBAY_API_KEY: apiKey },
    out(text) {
      written.out += text;
    },
    error(text) {
      written.error += text;
    },
  });
  return { code, ...written };
}

async function post(path: string, body: unknown): Promise<Record<string, string>> {
  const response = await fetch(`${running?.apiUrl}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(apiKey && { authorization: `Bearer ${apiKey}` }) },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as Record<string, string>;
  if (!response.ok) throw new Error(JSON.stringify(answer));
  return answer;
}

test('a new key goes in front, seals everything, and the old one can go', { timeout: 180_000 }, async () => {
  running = await startPatchbay(options(oldKey));
  const owner = {
    email: 'ada@example.com',
    password: 'correct horse battery',
    name: 'Ada',
    organizationName: 'Example',
  };
  apiKey = (await post('/setup', { token: running.setupToken, ...owner })).apiKey ?? '';
  const { id } = await post('/integrations/connections', {
    providerSlug: 'docker-registry',
    authMethod: 'basic',
    settings: { baseUrl: 'http://127.0.0.1:1' },
    credentials: { username: 'ada', password: 'swordfish-4711' },
  });
  expect(await patchbay('keys', 'check')).toEqual({ code: 0, out: 'k1  seals 1 credential; the newest\n', error: '' });
  expect(await patchbay('audit', 'verify')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/is whole: \d+ lines/),
  });
  await running.stop();

  const refused = await startPatchbayExpectingExit(options(newKey));
  expect(refused.exitCode).toBe(1);
  expect(refused.output).toContain('Patchbay cannot start. The encryption key k1 cannot be taken out yet');

  running = await startPatchbay(options(newKey, { PATCHBAY_LOST_KEYS: 'k1' }));
  const lost = await patchbay('keys', 'check');
  expect(lost).toMatchObject({ code: 1, error: expect.stringContaining(`${id}, credentials version 1: `) });
  expect(await patchbay('keys', 'rotate')).toMatchObject({
    code: 1,
    error: expect.stringContaining('1 credential could not be opened'),
  });
  await running.stop();

  running = await startPatchbay(options(`${newKey},${oldKey}`));
  expect((await patchbay('keys', 'check')).out).toContain('k1  seals 1 credential: run "patchbay keys rotate"');
  expect(await patchbay('keys', 'rotate')).toEqual({
    code: 0,
    out: '1 credential sealed anew with the key k2.\n',
    error: '',
  });
  expect((await patchbay('keys', 'check')).out).toContain('k1  seals nothing: it can be taken out');
  await running.stop();

  running = await startPatchbay(options(newKey));
  expect(await patchbay('keys', 'check')).toEqual({ code: 0, out: 'k2  seals 1 credential; the newest\n', error: '' });
});
