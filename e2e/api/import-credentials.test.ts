// Secrets that an older system sealed with AES-256-CBC move over by the command line, to connections that work.
import { spawnSync } from 'node:child_process';
import { createCipheriv, randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Connection } from '@patchbay/client';
import { assertNoCanary, type DockerRegistry, removeFolder, startDockerRegistry } from '@patchbay/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requireDockerRegistry } from '../support/require-peers.ts';
import { type ReadyPatchbay, startReadyPatchbay } from '../support/set-up-patchbay.ts';

const cli = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url));
const legacyKey = randomBytes(16).toString('hex');

function sealOld(text: string): { iv: string; value: string } {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', Buffer.from(legacyKey), iv);
  const value = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('hex');
  return { iv: iv.toString('hex'), value };
}

describe.skipIf(!requireDockerRegistry())('patchbay credentials import', () => {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-import-'));
  let ready: ReadyPatchbay;
  let registry: DockerRegistry;
  let apiKey: string;
  beforeAll(async () => {
    [ready, registry] = await Promise.all([startReadyPatchbay(), startDockerRegistry({ auth: 'basic' })]);
    const made = await ready.api.post<{ key: string }>('/api-keys', { name: 'import', role: 'admin' });
    apiKey = made.key;
  });
  afterAll(async () => {
    await Promise.all([ready?.patchbay.close(), registry?.close()]);
    removeFolder(folder);
  });

  function importFile(content: string | object, env: Record<string, string> = {}) {
    const file = join(folder, 'old.json');
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'credentials', 'import', file], {
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH ?? '',
        PATCHBAY_URL: ready.patchbay.apiUrl,
        PATCHBAY_API_KEY: apiKey,
        PATCHBAY_LEGACY_KEY: legacyKey,
        ...env,
      },
    });
    assertNoCanary(registry.password, { 'what the command wrote': stdout + stderr });
    assertNoCanary(legacyKey, { 'what the command wrote': stdout + stderr });
    return { status, stdout, stderr };
  }

  const entry = (name: string, password = registry.password) => {
    const sealed = sealOld(password);
    return {
      providerSlug: 'docker-registry',
      name,
      authMethod: 'basic',
      settings: { baseUrl: registry.url },
      // Both ways older systems wrote them: the iv beside the value, and in front of it.
      credentials: { username: sealOld(registry.username), password: { value: `${sealed.iv}:${sealed.value}` } },
    };
  };
  const names = async () =>
    (await ready.api.get<{ data: Connection[] }>('/integrations/connections')).data.map(({ name }) => name).sort();

  test('a file with one secret that does not open imports nothing and names it', async () => {
    const broken = entry('Broken');
    const { status, stderr } = importFile({
      connections: [
        entry('Good'),
        {
          ...broken,
          credentials: { ...broken.credentials, username: { value: 'ab'.repeat(16), iv: 'cd'.repeat(16) } },
        },
      ],
    });
    expect([status, stderr]).toEqual([2, expect.stringContaining('nothing was imported:\nBroken: username')]);
    expect(importFile('{').stderr).toContain('is not JSON');
    expect(importFile({ connections: [{ name: 'x' }] }).stderr).toContain('connections.0.providerSlug');
    expect(importFile({ connections: [entry('Good')] }, { PATCHBAY_LEGACY_KEY: '' }).stderr).toContain(
      'PATCHBAY_LEGACY_KEY',
    );
    expect(await names()).toEqual([]);
  });

  test('what opens is sealed anew, tested, and made once however often it is run', async () => {
    const file = { connections: [entry('Team registry'), entry('Old registry', 'a password of the past')] };
    const first = importFile(file);
    expect(first.stdout).toMatch(/^Team registry: imported as con_\w+, and works\n$/);
    expect(first.stderr).toMatch(/^Old registry: imported as con_\w+, but .*refused/);
    expect(first.status).toBe(1);
    expect(importFile(file).stdout).toBe(first.stdout);
    expect(await names()).toEqual(['Old registry', 'Team registry']);
  });
});
