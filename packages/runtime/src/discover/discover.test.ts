import { expect, test } from 'vitest';
import { createServe, json } from '../testing/serve.ts';
import { createTestManifest } from '../testing/test-manifest.ts';
import { createTarget } from '../testing/test-runtime.ts';

const serve = createServe();
const manifest = createTestManifest({
  operations: {
    listRepositories: { description: 'List.', request: 'GET /repos', safety: 'read', items: '@' },
    listTags: {
      description: 'Tags.',
      request: 'GET /repos/{+name}/tags',
      safety: 'read',
      input: { name: { type: 'text', required: true } },
      items: 'tags',
    },
  },
  test: { operation: 'listRepositories' },
  resources: {
    repositories: {
      operation: 'listRepositories',
      item: '{id: id, name: name, url: url, stars: stars}',
      aliases: ['repos'],
    },
    image_tags: {
      operation: 'listTags',
      forEach: { operation: 'listRepositories', as: { name: 'name' }, name: 'name' },
      item: "{id: join(':', [parent.name, value]), name: join(':', [parent.name, value])}",
    },
  },
});
const repositories = ['team/app', 'team/web', 'team/sub/x', 'other'].map((name, id) => ({ id, name, stars: id }));

async function serveRepositories() {
  return serve((request, response) =>
    request.url === '/repos' ? json(repositories)(request, response) : json({ tags: ['v1', 'v2'] })(request, response),
  );
}

test.each([
  ['listTags', '"listRepositories" cannot be called with "limited"'],
  ['listRepositories', '"listTags" cannot be called with "limited"'],
])('a way of signing in that may call %s only cannot list children of the other', async (allowed, message) => {
  const { runtime, url, server } = await serveRepositories();
  const limited = createTestManifest({
    ...manifest,
    auth: [{ id: 'limited', type: 'none', label: 'limited', operations: [allowed] }],
  });
  await expect(runtime.discover(createTarget(limited, url), 'image_tags', {})).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringContaining(message),
  });
  expect(server.requests).toEqual([]);
});

test.each([
  ['team/*', ['team/app', 'team/web']],
  ['team/**', ['team/app', 'team/web', 'team/sub/x']],
  ['nothing', []],
])('names that match %s', async (namePattern, names) => {
  const { runtime, url } = await serveRepositories();
  const found = await runtime.discover(createTarget(manifest, url), 'repositories', { namePattern });
  expect(found).toMatchObject({ resourceType: 'repositories', truncated: false, requests: 1 });
  expect(found.resources.map(({ name }) => name)).toEqual(names);
});

test('without a pattern everything is listed, with its facts, up to the limit', async () => {
  const { runtime, url } = await serveRepositories();
  const target = createTarget(manifest, url);
  const found = await runtime.discover(target, 'repositories');
  expect(found.resources[1]).toEqual({ id: '1', name: 'team/web', stars: 1 });
  expect(await runtime.discover(target, 'repositories', {}, { limit: 3 })).toMatchObject({
    truncated: true,
    resources: { length: 3 },
  });
  expect(await runtime.discover(target, 'repositories', {}, { limit: 4 })).toMatchObject({ truncated: false });
});

test.each(['repos', 'Repositories', ' REPOS '])('"%s" is another word for the type', async (word) => {
  const { runtime, url } = await serveRepositories();
  expect(await runtime.discover(createTarget(manifest, url), word)).toMatchObject({ resourceType: 'repositories' });
});

test('children are read only below parents whose names can match', async () => {
  const { runtime, url, server } = await serveRepositories();
  const { resources } = await runtime.discover(createTarget(manifest, url), 'image-tags', {
    namePattern: 'team/app:*',
  });
  expect(resources.map(({ id }) => id)).toEqual(['team/app:v1', 'team/app:v2']);
  expect(server.requests.map((request) => request.url)).toEqual(['/repos', '/repos/team/app/tags']);
});

test('an unknown type is answered with those there are', async () => {
  const { runtime, url } = await serveRepositories();
  await expect(runtime.discover(createTarget(manifest, url), 'users')).rejects.toMatchObject({
    code: 'unsupported',
    data: { supportedResourceTypes: ['repositories', 'image_tags'] },
  });
});

test('a provider that fails fails the discovery: half a list is none', async () => {
  const { runtime, url } = await serve(json({}, 401));
  await expect(runtime.discover(createTarget(manifest, url), 'repositories')).rejects.toMatchObject({
    class: 'auth_invalid',
  });
});

test('an item without id names its operation', async () => {
  const { runtime, url } = await serve(json([{ name: 'x' }]));
  await expect(runtime.discover(createTarget(manifest, url), 'repositories')).rejects.toThrow('"listRepositories"');
});
