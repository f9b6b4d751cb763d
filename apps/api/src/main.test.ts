// The process itself: what it says, when it refuses, and how it ends.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  createEncryptionKeys,
  createPostgresDatabase,
  type Patchbay,
  type PatchbayOptions,
  type PostgresDatabase,
  removeFolder,
  startPatchbay,
  startPatchbayExpectingExit,
} from '@patchbay/testing';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { owner } from './testing/create-test-app.ts';
import { type Items, startItems } from './testing/start-items.ts';

const isPostgres = process.env.PATCHBAY_TEST_DATABASE === 'postgres';
const folder = mkdtempSync(join(tmpdir(), 'patchbay-main-'));
const keys = createEncryptionKeys();
let database: PostgresDatabase | undefined;
let items: Items;
let running: Patchbay | undefined;
let apiKey: string | undefined;

beforeAll(async () => {
  if (isPostgres) database = await createPostgresDatabase(process.env.TEST_DATABASE_URL ?? '');
  items = await startItems(3_000);
});
afterEach(async () => {
  await running?.close();
  running = undefined;
});
afterAll(async () => {
  items?.close();
  await database?.drop();
  removeFolder(folder);
});

function options(env: Record<string, string> = {}): PatchbayOptions {
  const dataDir = join(folder, 'data');
  if (!database) return { dataDir, env };
  return { dataDir, databaseUrl: database.url, env: { PATCHBAY_ENCRYPTION_KEYS: keys, ...env } };
}

async function start(env: Record<string, string> = {}): Promise<Patchbay> {
  running = await startPatchbay(options(env));
  return running;
}

// biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
async function call(patchbay: Patchbay, method: string, path: string, body?: unknown): Promise<any> {
  const response = await fetch(`${patchbay.apiUrl}/api/v1${path}`, {
    method,
    headers: {
      ...(apiKey && { authorization: `Bearer ${apiKey}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (response.status >= 400) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

async function waitForRun(patchbay: Patchbay, runId: string, isOver: (status: string) => boolean): Promise<string> {
  for (let count = 0; count < 600; count += 1) {
    const { status } = await call(patchbay, 'GET', `/integrations/runs/${runId}`);
    if (isOver(status)) return status;
    await delay(50);
  }
  throw new Error(`run ${runId} did not get there`);
}

test('the first start says where to set up and that it is ready; once set up, no link is printed', async () => {
  const first = await start();
  // It answers before what it wrote has come through the pipe.
  await expect.poll(() => first.output()).toMatch(new RegExp(`^Patchbay API ready on ${first.apiUrl}$`, 'm'));
  expect(first.output()).toContain(`/setup?token=${first.setupToken}`);
  if (!isPostgres) expect(first.output()).toContain('encryption key');
  ({ apiKey } = await call(first, 'POST', '/setup', { ...owner, token: first.setupToken }));
  expect(await first.stop()).toBe(0);

  const second = await start();
  expect(second.output()).not.toContain('/setup?token=');
  expect((await call(second, 'GET', '/me')).role).toBe('owner');
});

test('a taken port ends it at once with a sentence, and harms nobody', async () => {
  const first = await start();
  const refused = await startPatchbayExpectingExit({ ...options(), apiPort: first.apiPort });
  expect(refused.exitCode).toBe(1);
  expect(refused.output).toMatch(/^Patchbay cannot start\. Port \d+ .+ is taken .+ API_PORT/m);
  expect(refused.output).not.toMatch(/^\s+at /m);
  expect((await call(first, 'GET', '/me')).role).toBe('owner');
});

test.skipIf(isPostgres)('a second process on the data folder ends at once with a sentence', async () => {
  const first = await start();
  const refused = await startPatchbayExpectingExit(options());
  expect(refused.exitCode).toBe(1);
  expect(refused.output).toContain(join(folder, 'data'));
  expect((await call(first, 'GET', '/me')).role).toBe('owner');
});

test('private manifests: a broken one is named and left out, the others are there', async () => {
  const manifests = join(folder, 'manifests');
  mkdirSync(manifests, { recursive: true });
  writeFileSync(join(manifests, 'broken.manifest.json'), '{ "id": "broken" ');
  const patchbay = await start({ PATCHBAY_MANIFESTS: manifests });
  await expect.poll(() => patchbay.output()).toContain('broken.manifest.json');
  expect((await call(patchbay, 'GET', '/integrations/providers')).data.length).toBeGreaterThan(0);
});

test('with the implicit grant switched on the start warns, and the guide of such a provider does', async () => {
  const manifests = join(folder, 'implicit-manifests');
  mkdirSync(manifests, { recursive: true });
  const manifest = {
    ...{ schema: 1, id: 'old-store', version: '1.0.0', name: 'Old Store', category: 'Development', owners: ['@me'] },
    description: 'A store whose sign-in hands tokens out in addresses.',
    links: { homepage: 'https://example.com', apiReference: 'https://example.com' },
    hosts: ['old.example.com'],
    auth: [
      {
        ...{ id: 'oauth', type: 'oauth2', setup: ['Press Connect.'] },
        config: {
          ...{ grant: 'implicit', pkce: { disabled: true, reason: 'No code.', source: 'https://example.com' } },
          ...{ authorizeUrl: 'https://old.example.com/authorize', tokenUrl: 'https://old.example.com/token' },
        },
      },
    ],
    http: { baseUrl: 'https://old.example.com' },
    capabilities: ['health'],
    operations: { getUser: { description: 'Who signed in.', request: 'GET /me', safety: 'read' } },
    test: { operation: 'getUser', account: { id: 'id', label: 'id' } },
  };
  writeFileSync(join(manifests, 'old-store.manifest.json'), JSON.stringify(manifest));
  const guide = '/integrations/oauth-apps/setup/old-store';
  const switchedOff = await start({ PATCHBAY_MANIFESTS: manifests });
  await expect(call(switchedOff, 'GET', guide)).rejects.toThrow('has not switched on');
  expect(switchedOff.output()).not.toContain('PATCHBAY_OAUTH_IMPLICIT');
  await switchedOff.close();

  const switchedOn = await start({ PATCHBAY_MANIFESTS: manifests, PATCHBAY_OAUTH_IMPLICIT: '1' });
  await expect.poll(() => switchedOn.output()).toContain('PATCHBAY_OAUTH_IMPLICIT is on');
  expect((await call(switchedOn, 'GET', guide)).warning).toContain('RFC 9700');
});

test('SIGTERM: a request under way is finished and audited, a new one is not taken, and the exit code is 0', async () => {
  const patchbay = await start();
  const connection = await call(patchbay, 'POST', '/integrations/connections', {
    providerSlug: 'in-memory',
    authMethod: 'none',
    settings: { baseUrl: items.url },
  });
  let release = () => {};
  const asked = new Promise<void>((resolve) => {
    items.beforePage = () => {
      resolve();
      return new Promise<void>((go) => {
        release = go;
      });
    };
  });
  const slow = fetch(`${patchbay.apiUrl}/api/v1/integrations/connections/${connection.id}/proxy/items?limit=5`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}` },
  });
  await asked;
  const stopped = patchbay.stop();
  await expect.poll(() => fetch(`${patchbay.apiUrl}/healthz`).then(String, () => 'refused')).toBe('refused');
  items.beforePage = () => {};
  release();
  const answer = await slow;
  expect(answer.status).toBe(200);
  expect(((await answer.json()) as { items: unknown[] }).items).toHaveLength(5);
  expect(await stopped).toBe(0);
  const next = await start();
  const { data } = await call(next, 'GET', `/audit-log?action=proxy.call&targetId=${connection.id}`);
  expect(data).toMatchObject([{ after: { method: 'POST', path: '/items', status: 200 } }]);
  expect(await next.stop()).toBe(0);
});

// With several processes a silent one counts as dead only after half a minute; that takes its time in the end-to-end tests.
test.skipIf(isPostgres)(
  'kill -9 during a sync: the run is interrupted, the next one completes',
  async () => {
    const patchbay = await start();
    const connection = await call(patchbay, 'POST', '/integrations/connections', {
      providerSlug: 'in-memory',
      authMethod: 'none',
      settings: { baseUrl: items.url },
    });
    const inTheMiddle = new Promise<void>((resolve) => {
      items.beforePage = async (first) => {
        if (first < 1_000) return;
        resolve();
        await delay(60_000, undefined, { ref: false });
      };
    });
    const sync = `/integrations/connections/${connection.id}/sync`;
    const { runId } = await call(patchbay, 'POST', sync, { mode: 'full' });
    await inTheMiddle;
    await patchbay.kill();
    items.beforePage = () => {};

    const again = await start();
    expect(await waitForRun(again, runId, (status) => status !== 'running')).toBe('interrupted');
    const next = await call(again, 'POST', sync, { mode: 'full' });
    expect(await waitForRun(again, next.runId, (status) => !['queued', 'running'].includes(status))).toBe('success');
    const { stats } = await call(again, 'GET', `/integrations/runs/${next.runId}`);
    expect(stats).toMatchObject({ read: 3_000, deleted: 0 });
  },
  120_000,
);

test.runIf(isPostgres)(
  'one process answers, another one works',
  async () => {
    const api = await startPatchbay(options({ PATCHBAY_ROLE: 'api' }));
    try {
      expect(await (await fetch(`${api.apiUrl}/readyz`)).json()).toMatchObject({ checks: { jobs: 'off' } });
      const connection = await call(api, 'POST', '/integrations/connections', {
        providerSlug: 'in-memory',
        authMethod: 'none',
        settings: { baseUrl: items.url },
      });
      const { runId } = await call(api, 'POST', `/integrations/connections/${connection.id}/sync`, { mode: 'full' });
      await delay(300);
      expect((await call(api, 'GET', `/integrations/runs/${runId}`)).status).toBe('queued');
      // A worker answers no requests, so it is watched through what it does.
      const worker = spawn(process.execPath, [fileURLToPath(new URL('./main.ts', import.meta.url))], {
        env: {
          PATH: process.env.PATH,
          LOG_LEVEL: 'error',
          PATCHBAY_ROLE: 'worker',
          PATCHBAY_ENCRYPTION_KEYS: keys,
          PATCHBAY_EGRESS_ALLOW: 'loopback',
          DATABASE_URL: database?.url,
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const output: string[] = [];
      worker.stdout.on('data', (chunk: Buffer) => output.push(String(chunk)));
      const ended = new Promise<number | null>((resolve) => worker.once('exit', resolve));
      try {
        expect(await waitForRun(api, runId, (status) => status === 'success')).toBe('success');
        expect(output.join('')).toContain('Patchbay worker ready');
      } finally {
        worker.kill('SIGTERM');
      }
      expect(await ended).toBe(0);
    } finally {
      await api.close();
    }
  },
  120_000,
);
