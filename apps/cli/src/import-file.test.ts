import { createCipheriv } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtInManifests, createRegistry } from '@patchbay/registry';
import { credentialFields } from '@patchbay/schema';
import { expect, onTestFinished, test } from 'vitest';
import { credentialsUsage, readImportFile } from './import-file.ts';

const key = 'k'.repeat(32);

function sealOld(text: string) {
  const iv = Buffer.alloc(16, 7);
  const cipher = createCipheriv('aes-256-cbc', Buffer.from(key), iv);
  return { iv: iv.toString('hex'), value: Buffer.concat([cipher.update(text), cipher.final()]).toString('hex') };
}

test('the file the help shows opens, and has the fields its provider asks for', () => {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-import-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const example = JSON.parse(/^ {2}\{[\s\S]*?^ {2}\}\] \}$/m.exec(credentialsUsage)?.[0] ?? '');
  const [{ credentials }] = example.connections;
  const { iv, value } = sealOld('a password');
  credentials.username = sealOld('ada');
  credentials.password.value = `${iv}:${value}`;
  writeFileSync(join(folder, 'old.json'), JSON.stringify(example));

  const [connection] = readImportFile(folder, 'old.json', key);
  expect(connection?.credentials).toEqual({ username: 'ada', password: 'a password' });
  const manifest = createRegistry(builtInManifests).require(connection?.providerSlug ?? '');
  const method = manifest.auth.find(({ id }) => id === connection?.authMethod);
  expect(Object.keys(connection?.settings ?? {})).toEqual(Object.keys(manifest.settings));
  expect(Object.keys(connection?.credentials ?? {})).toEqual(Object.keys(method ? credentialFields(method) : {}));
});
