import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sampleFiles, sampleManifest } from '../sample-manifest.ts';
import { evidenceFile, evidenceHash, readEvidence } from './evidence.ts';
import { writeEvidence } from './write-evidence.ts';

const files = new Map(sampleFiles(sampleManifest.id));
const hash = evidenceHash(sampleManifest, files);

test('a score is of one state of manifest, contract and fixtures, and of nothing else', () => {
  expect(evidenceHash({ ...sampleManifest, version: '1.0.1' }, files)).not.toBe(hash);
  for (const name of ['contract.json', 'fixtures/test.json', 'webhook-vectors.json'])
    expect(evidenceHash(sampleManifest, new Map([...files, [name, '{}']])), name).not.toBe(hash);
  for (const name of [evidenceFile, 'README.md', 'logo.svg'])
    expect(evidenceHash(sampleManifest, new Map([...files, [name, 'x']])), name).toBe(hash);
});

test('what is written is read again, and survivors are named', async () => {
  const root = await mkdtemp(join(tmpdir(), 'evidence-'));
  try {
    await mkdir(join(root, 'manifests', 'acme'), { recursive: true });
    const survivors = [
      { mutator: 'change-path', path: 'operations.a.request', what: 'another path', wanted: 'a fixture' },
    ];
    await writeEvidence(root, { id: 'acme', hash, mutants: 10, killed: 9, survivors }, '2026-11-28');
    const text = await readFile(join(root, 'manifests', 'acme', evidenceFile), 'utf8');
    expect(readEvidence(new Map([[evidenceFile, text]]))?.mutations).toEqual({
      ...{ hash, date: '2026-11-28', mutants: 10, killed: 9 },
      survivors: [{ path: 'operations.a.request', what: 'another path' }],
    });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});

test('evidence that is not there or not understood is none', () => {
  expect(readEvidence(files)).toBeNull();
  expect(readEvidence(new Map([[evidenceFile, '{"mutations":{"killed":1}}']]))).toBeNull();
});
