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

test('an unsupported type names the supported ones, in order', async () => {
  const error = await catchError(() =>
    discoverResources(services.as('viewer'), { connectionId, resourceType: 'pipelines' }),
  );
  expect(error.code).toBe('unsupported');
  expect(error.data).toEqual({ supportedResourceTypes: ['items', 'repositories'] });
  expect(error.details).toEqual([{ path: 'resourceType', message: expect.stringContaining('items and repositories') }]);
});
