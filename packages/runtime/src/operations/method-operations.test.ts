import { expect, test } from 'vitest';
import { createServe } from '../testing/serve.ts';
import { createTestManifest } from '../testing/test-manifest.ts';
import { createTarget } from '../testing/test-runtime.ts';

const serve = createServe();

const manifest = createTestManifest({
  auth: [
    { id: 'token', type: 'bearer' },
    {
      id: 'app',
      type: 'bearer',
      operations: ['getApp', 'listAppRepositories'],
      test: { operation: 'getApp', account: { id: 'to_string(id)', label: 'slug' } },
      replaces: { listRepositories: 'listAppRepositories' },
    },
  ],
  operations: {
    getUser: { description: 'Read the user.', request: 'GET /user', safety: 'read' },
    getApp: { description: 'Read the app.', request: 'GET /app', safety: 'read' },
    listRepositories: { description: 'List.', request: 'GET /user/repos', safety: 'read', items: '@' },
    listAppRepositories: { description: 'List.', request: 'GET /app/repos', safety: 'read', items: 'repositories' },
  },
  test: { operation: 'getUser', account: { id: 'login', label: 'login' } },
  resources: { repositories: { operation: 'listRepositories', item: '{id: name, name: name}' } },
  syncs: {
    repositories: {
      ...{ operation: 'listRepositories', model: 'repository', mode: 'full', deletes: 'absent' },
      record: '{id: name, name: name}',
    },
  },
});

async function start(authMethod: string) {
  const { runtime, url, server } = await serve((request, response) => {
    const answers: Record<string, unknown> = {
      '/user': { login: 'ada' },
      '/app': { id: 7, slug: 'robot' },
      '/user/repos': [{ name: 'mine' }],
      '/app/repos': { repositories: [{ name: 'installed' }] },
    };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answers[request.url ?? '']));
  });
  return { runtime, server, target: createTarget(manifest, url, { authMethod, secrets: { token: 't' } }) };
}

test.each([
  ['token', { id: 'ada', label: 'ada' }, 'mine', '/user/repos'],
  ['app', { id: '7', label: 'robot' }, 'installed', '/app/repos'],
])('with %s: its own test, and its own operation in every place', async (method, account, name, path) => {
  const { runtime, server, target } = await start(method);
  expect(await runtime.testConnection(target)).toMatchObject({ ok: true, account });
  expect(await runtime.execute(target, 'listRepositories')).toMatchObject({ success: true, items: [{ name }] });
  expect((await runtime.discover(target, 'repositories')).resources).toEqual([{ id: name, name }]);
  const records = [];
  for await (const batch of runtime.fetchFull(target, 'repositories')) records.push(...batch.records);
  expect(records.map(({ id }) => id)).toEqual([name]);
  expect(server.requests.slice(1).map(({ url }) => url)).toEqual([path, path, path]);
});

test('what a method may not call, it may not call in the place of another either', async () => {
  const { runtime, target } = await start('app');
  await expect(runtime.execute(target, 'getUser')).rejects.toMatchObject({ code: 'unsupported' });
});

test('a test and replacements that name no operation are refused', () => {
  const auth = [{ id: 'app', type: 'bearer' as const, test: { operation: 'getUsr' }, replaces: { listX: 'getUser' } }];
  expect(() => createTestManifest({ auth })).toThrow(/"getUsr" is not an operation.*"listX" is not an operation/s);
});
