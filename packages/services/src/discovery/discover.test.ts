import { listRuns } from '@patchbay/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { catchError } from '../testing/catch-error.ts';
import { connectItems } from '../testing/connect-items.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { type ItemServer, startItemServer } from '../testing/item-server.ts';
import { discoverResources } from './discover.ts';

let services: TestServices;
let server: ItemServer;
let connectionId: string;
beforeAll(async () => {
  services = await createTestServices();
  server = await startItemServer(
    ['team/app', 'team/web', 'other/app', 'team/sub/app'].map((name) => ({ id: name, name })),
  );
  connectionId = (await connectItems(services.as('admin'), server)).id;
});
afterAll(async () => {
  await server?.close();
  await services?.close();
});

test.each([
  ['items', 'items'],
  ['Items', 'items'],
  ['item', 'items'],
  ['THINGS', 'items'],
  ['thing', 'items'],
  ['repository', 'repositories'],
  ['Repositories', 'repositories'],
  ['repo_sitories', 'repositories'],
])('%s means %s', async (given, expected) => {
  const found = await discoverResources(services.as('viewer'), { connectionId, resourceType: given });
  expect(found.resourceType).toBe(expected);
  expect(found.supportedResourceTypes).toEqual(['items', 'repositories']);
  expect(found.resources).toHaveLength(4);
});

test.each([
  ['team/*', ['team/app', 'team/web']],
  ['team/**', ['team/app', 'team/sub/app', 'team/web']],
  ['*/app', ['other/app', 'team/app']],
  ['team/we?', ['team/web']],
  ['nothing', []],
])('the pattern %s finds %j', async (namePattern, expected) => {
  const { resources, truncated } = await discoverResources(services.as('viewer'), {
    connectionId,
    resourceType: 'items',
    filter: { namePattern },
  });
  expect(resources.map(({ name }) => name).sort()).toEqual(expected);
  expect(truncated).toBe(false);
});

test('each is a run, which tells how it ended', async () => {
  const context = services.as('viewer');
  await discoverResources(context, { connectionId, resourceType: 'thing' });
  const { deps, organizations } = services;
  const last = async () => (await listRuns(deps.db.orm, { organizationId: organizations.a, limit: 1 })).rows[0];
  const facts = { kind: 'discover', name: 'items', connectionId, providerSlug: 'item-store', trigger: 'manual' };
  expect(await last()).toMatchObject({ ...facts, status: 'success', createdBy: 'user-viewer', stats: { requests: 1 } });
  const gone = await connectItems(services.as('admin'), { ...server, url: 'http://127.0.0.1:1' });
  const error = await catchError(() => discoverResources(context, { connectionId: gone.id, resourceType: 'items' }));
  expect(await last()).toMatchObject({
    ...{ ...facts, connectionId: gone.id, status: 'error' },
    error: { message: error.message },
  });
});

test('an unsupported type names the supported ones, in order', async () => {
  const error = await catchError(() =>
    discoverResources(services.as('viewer'), { connectionId, resourceType: 'pipelines' }),
  );
  expect(error.code).toBe('unsupported');
  expect(error.data).toEqual({ supportedResourceTypes: ['items', 'repositories'] });
  expect(error.details).toEqual([{ path: 'resourceType', message: expect.stringContaining('items and repositories') }]);
});
