import { expect, test } from 'vitest';
import { loadContexts, toManifestContext } from '../manifest/load-contexts.ts';
import { type Sample, toFolder } from '../sample.ts';
import { sampleFixture } from '../sample-manifest.ts';
import { permissionFixture } from './permission-fixture.ts';

const page = 'https://forge.example.com/docs/tokens';
const lacking: Sample['change'] = (manifest) => ({
  ...manifest,
  auth: manifest.auth?.map((method) => ({
    ...method,
    lacks: { permissions: { reason: 'Whoever has the token may do everything.', source: page } },
  })),
});

async function messages(sample: Sample): Promise<string[]> {
  const [source] = await loadContexts([toFolder(sample)]);
  const context = source && toManifestContext(source);
  if (!context) throw new Error('the sample is not valid');
  return (await permissionFixture.check(context)).map(({ message }) => message);
}

test('a provider without permissions says so with its page, and needs no fixture', async () => {
  const files = { 'fixtures/test-missing-permission.json': null };
  expect(await messages({ files })).toEqual(['no fixture shows how "token" is refused what it may not do']);
  expect(await messages({ change: lacking, files })).toEqual([]);
});

test('what a fixture shows to be there is not said to be lacking', async () => {
  expect(await messages({ change: lacking })).toEqual([
    '"token" is said to have no permissions, and fixtures/test-missing-permission.json shows one refused',
  ]);
});

test('a fixture that does not replay shows nothing', async () => {
  const files = {
    'fixtures/test-missing-permission.json': sampleFixture({
      interactions: [{ request: { method: 'GET', path: '/api/v1/user' }, response: { status: 401 } }],
      expect: { errorClass: 'permission' },
    }),
  };
  expect(await messages({ files })).toHaveLength(1);
});
