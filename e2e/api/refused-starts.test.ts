// Where it must not start, it says so in a sentence and ends.
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createEncryptionKeys,
  type LocalServer,
  type Patchbay,
  removeFolder,
  startPatchbay,
  startPatchbayExpectingExit,
  startServer,
} from '@patchbay/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'patchbay-refused-'));
let patchbay: Patchbay;
let server: LocalServer;
beforeAll(async () => {
  patchbay = await startPatchbay({ dataDir: join(folder, 'data') });
  server = await startServer(() => {});
});
afterAll(async () => {
  await patchbay?.close();
  await server?.stop();
  removeFolder(folder);
});

function lastWords({ exitCode, output }: { exitCode: number | null; output: string }): string {
  expect(exitCode).not.toBe(0);
  // A sentence, not a stack.
  expect(output).not.toMatch(/^\s+at .+\.ts:\d+/m);
  return output;
}

test('on a port that is taken', async () => {
  const words = lastWords(await startPatchbayExpectingExit({ apiPort: server.port }));
  expect(words).toContain(String(server.port));
  expect(words).toContain('API_PORT');
});

test('a second time on the same data folder', async () => {
  const words = lastWords(await startPatchbayExpectingExit({ dataDir: patchbay.dataDir }));
  expect(words).toContain(patchbay.dataDir);
  expect((await fetch(`${patchbay.apiUrl}/readyz`)).status).toBe(200);
});

test('with PostgreSQL and no encryption keys', async () => {
  const words = lastWords(
    await startPatchbayExpectingExit({
      databaseUrl: 'postgres://nobody:hidden-password@127.0.0.1:1/none',
      env: { PATCHBAY_ENCRYPTION_KEYS: '' },
    }),
  );
  expect(words).toContain('PATCHBAY_ENCRYPTION_KEYS');
  expect(words).not.toContain('hidden-password');
});

test('with a PostgreSQL that does not answer', async () => {
  const words = lastWords(
    await startPatchbayExpectingExit({
      databaseUrl: 'postgres://nobody:hidden-password@127.0.0.1:1/none',
      env: { PATCHBAY_ENCRYPTION_KEYS: createEncryptionKeys() },
    }),
  );
  expect(words).toMatch(/DATABASE_URL|database/i);
  expect(words).not.toContain('hidden-password');
});

test('with a setting that makes no sense, and it names all of them', async () => {
  const words = lastWords(
    await startPatchbayExpectingExit({ env: { API_PORT: 'eighty', PATCHBAY_ROLE: 'boss', LOG_LEVEL: 'loud' } }),
  );
  for (const name of ['API_PORT', 'PATCHBAY_ROLE', 'LOG_LEVEL']) expect(words).toContain(name);
});

test('with a data folder that cannot be one', async () => {
  const file = join(folder, 'a-file');
  writeFileSync(file, 'not a folder');
  expect(lastWords(await startPatchbayExpectingExit({ dataDir: join(file, 'data') }))).toContain(file);
});

// The superuser may write anywhere, so there is nothing to see as root.
test.skipIf(process.getuid?.() === 0)('with a data folder that may only be read', async () => {
  const readOnly = mkdtempSync(join(folder, 'read-only-'));
  chmodSync(readOnly, 0o500);
  expect(lastWords(await startPatchbayExpectingExit({ dataDir: readOnly }))).toContain(readOnly);
});
