import { type Manifest, type ManifestInput, parseManifest } from '@patchbay/schema';
import { expect, test } from 'vitest';
import { sampleManifest } from '../sample-manifest.ts';
import { dialledUrls } from './dialled-urls.ts';
import { operationsByUrl, strayUrls } from './stray-urls.ts';

function manifestWith(change: Partial<ManifestInput>): Manifest {
  const parsed = parseManifest({ ...sampleManifest, ...change });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.manifest;
}

const forge = manifestWith({});
const regional = manifestWith({
  settings: { region: { type: 'text', required: true } },
  hosts: ['{settings.region}.example.com'],
  http: { baseUrl: 'https://{settings.region}.example.com/api' },
});

test.each([
  ['https://git.example.com:8443/sub', ['https://git.example.com:8443/sub/api/v1/user']],
  ['https://user@git.example.com', []],
  ['https://git.example.com#x', []],
  ['http://169.254.169.254', []],
  ['http://127.0.0.1:9000', []],
])('the setting %s leads to %j', async (baseUrl, urls) => {
  const dialled = await dialledUrls(forge, 'getUser', { baseUrl });
  expect([...new Set(dialled.urls)]).toEqual(urls);
  expect(dialled.refusal).toEqual(expect.any(String));
});

test.each([
  ['eu', 1],
  ['evil.example.net/', 0],
  ['evil.example.net#', 0],
  ['a@evil.example.net', 0],
  ['..', 0],
])('the label %s is dialled by %i host', async (region, count) => {
  expect(new Set((await dialledUrls(regional, 'getUser', { region })).urls).size).toBe(count);
});

test('no hostile value leads off the declared hosts', async () => {
  expect(await strayUrls(forge, 'getUser', { baseUrl: 'https://git.example.com' })).toEqual([]);
  expect(await strayUrls(regional, 'getUser', { region: 'eu' })).toEqual([]);
});

test('the test and one operation of every further base URL are tried', () => {
  const { getUser, listRepositories } = sampleManifest.operations;
  if (!getUser || !listRepositories) throw new Error('the sample has both');
  const manifest = manifestWith({
    hosts: ['{settings.baseUrl}', 'uploads.example.com'],
    settings: { ...sampleManifest.settings, team: { type: 'text' } },
    operations: {
      ...sampleManifest.operations,
      upload: { ...getUser, baseUrl: 'https://uploads.example.com' },
      uploadMore: { ...getUser, baseUrl: 'https://uploads.example.com' },
      getTeam: { ...getUser, request: 'GET /teams/{settings.team}' },
    },
  });
  expect(operationsByUrl(manifest)).toEqual(['getUser', 'upload', 'getTeam']);
});
