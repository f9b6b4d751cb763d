// npm start: what it prints, and where it stops.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFreePort, type LocalServer, type Patchbay, startPatchbay, startServer } from '@patchbay/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
let patchbay: Patchbay;
let occupied: LocalServer;
beforeAll(async () => {
  patchbay = await startPatchbay({ admin: true });
  occupied = await startServer(() => {});
});
afterAll(async () => {
  await patchbay?.close();
  await occupied?.stop();
});

test('prints the setup link and one ready line with both addresses', async () => {
  await expect.poll(() => patchbay.output()).toContain('Patchbay is ready');
  const lines = patchbay.output().split('\n');
  const link = lines.find((line) => line.includes('/setup?token='));
  expect(link).toContain(`${patchbay.adminUrl}/setup?token=t`);
  const ready = lines.find((line) => line.includes('Patchbay is ready'));
  expect(ready).toContain(patchbay.adminUrl ?? 'the admin');
  expect(ready).toContain(patchbay.apiUrl);
});

test('the setup link leads to a page, on one origin with the API', async () => {
  const page = await fetch(`${patchbay.adminUrl}/setup?token=t`);
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
  const status = await fetch(`${patchbay.adminUrl}/api/v1/setup`);
  expect(await status.json()).toEqual({ isSetUp: false });
});

test.each(['API_PORT', 'ADMIN_PORT'])('a taken %s ends it at once with a sentence', async (variable) => {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts/start.ts')], {
    encoding: 'utf8',
    timeout: 30_000,
    env: {
      PATH: process.env.PATH ?? '',
      API_PORT: String(await findFreePort()),
      ADMIN_PORT: String(await findFreePort()),
      [variable]: String(occupied.port),
    },
  });
  expect(status).toBe(1);
  expect(stderr).toContain(`Port ${occupied.port} is taken`);
  expect(stderr).toContain(variable);
});

test('stops both processes when it is told to', async () => {
  expect(await patchbay.stop()).toBe(0);
  await expect(fetch(`${patchbay.apiUrl}/healthz`)).rejects.toThrow();
  await expect(fetch(`${patchbay.adminUrl}/sign-in`)).rejects.toThrow();
});
