import type { InterfaceId } from '@patchbay/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createConnection } from '../connections/create.ts';
import { catchError } from '../testing/catch-error.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { getProvider } from './get.ts';
import { getProviderLogo } from './get-logo.ts';
import { listProviders } from './list.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services?.close());

test('lists the catalog without what only serves tests, and counts the organization’s own connections', async () => {
  const viewer = services.as('viewer');
  await createConnection(services.as('admin'), {
    providerSlug: 'item-store',
    authMethod: 'none',
    settings: { baseUrl: 'https://items.example.com' },
  });
  const { data } = await listProviders(viewer, {});
  expect(data).toMatchObject([
    {
      slug: 'item-store',
      provider: 'item-store',
      type: 'Development',
      supportsDiscovery: true,
      supportedResourceTypes: ['items', 'repositories'],
      level: 'bronze',
      logoUrl: '/api/v1/integrations/providers/item-store/logo',
      deprecated: null,
      connectionCount: 1,
    },
  ]);
  const others = await listProviders(services.as('viewer', { organizationId: services.organizations.b }), {});
  expect(others.data[0]?.connectionCount).toBe(0);
  const all = await listProviders(viewer, { includeTestOnly: true });
  expect(all.data.map(({ slug }) => slug)).toEqual(['hidden-store', 'item-store', 'people-store']);
});

test('the catalog tells the interfaces each serves, and is narrowed by one', async () => {
  const slugs = async (id: InterfaceId) =>
    (await listProviders(services.as('viewer'), { interface: id })).data.map(({ slug }) => slug);
  expect((await listProviders(services.as('viewer'), {})).data[0]?.interfaces).toEqual(['storage.put']);
  expect(await slugs('storage.put')).toEqual(['item-store']);
  expect(await slugs('llm.chat')).toEqual([]);
});

test('what nothing is proven of is hidden, unless it is asked for, connected, or of the operator', async () => {
  const { deps } = services;
  const slugs = async (levels: Record<string, string>, isPrivate = false) => {
    const registry = { ...deps.registry, isPrivate: () => isPrivate };
    const viewer = services.as('viewer', { organizationId: services.organizations.b });
    const context = { ...viewer, deps: { ...deps, registry, settings: { ...deps.settings, levels } } };
    const { data } = await listProviders(context, {});
    return data.map(({ slug }) => slug);
  };
  expect(await slugs({ 'item-store': 'bronze' })).toEqual(['item-store']);
  expect(await slugs({ 'item-store': 'unlisted' })).toEqual([]);
  expect(await slugs({}), 'not even looked at').toEqual([]);
  expect(await slugs({}, true)).toEqual(['item-store']);
  // Organization A has a connection to it already.
  const own = services.as('viewer');
  const unlisted = { ...own, deps: { ...deps, settings: { ...deps.settings, levels: {} } } };
  expect((await listProviders(unlisted, {})).data.map(({ slug }) => slug)).toEqual(['item-store']);
});

test.each([
  [{ q: 'store LOCAL' }, 1],
  [{ q: 'storage' }, 1],
  [{ q: 'nothing-like-it' }, 0],
  [{ category: 'Development' as const }, 1],
  [{ category: 'Security' as const }, 0],
  [{ capability: 'sync' as const }, 1],
  [{ capability: 'webhook' as const }, 0],
])('filters by %j', async (filter, expected) => {
  expect((await listProviders(services.as('viewer'), filter)).data).toHaveLength(expected);
});

test('an unknown category names those there are', async () => {
  const error = await catchError(() => listProviders(services.as('viewer'), { category: 'Games' as never }));
  expect(error.code).toBe('invalid_input');
  expect(error.details?.[0]).toMatchObject({ path: 'category', message: expect.stringContaining('Development') });
});

test('gives a provider whole: fields of each form, what is supported, where to call back', async () => {
  const detail = await getProvider(services.as('viewer'), { slug: 'item-store' });
  expect(detail.settings.map(({ name, type, required }) => [name, type, required])).toContainEqual([
    'baseUrl',
    'url',
    true,
  ]);
  const token = detail.authMethods.find(({ id }) => id === 'token');
  expect(token).toMatchObject({
    supported: true,
    setup: ['Make a token in the settings of the store.'],
    fields: [
      { name: 'token', type: 'secret', default: null, maxLength: 20_000, formats: [{ id: 'current', note: null }] },
    ],
  });
  expect(detail.authMethods.find(({ id }) => id === 'basic')?.fields).toMatchObject([
    { name: 'username', type: 'text', label: 'User name' },
    { name: 'password', type: 'secret' },
  ]);
  expect(detail.authMethods.find(({ id }) => id === 'oauth')?.supported).toBe(false);
  expect(detail.operations.find(({ name }) => name === 'deleteItem')).toMatchObject({
    safety: 'destructive',
    input: [{ name: 'id', label: 'Id', required: true }],
  });
  expect(detail.syncs[0]).toEqual({
    name: 'items',
    model: 'resource',
    mode: 'full',
    schedule: '0 * * * *',
    operation: 'listItems',
  });
  expect(detail.resources[0]).toEqual({ type: 'items', label: 'Items', operation: 'listItems', aliases: ['things'] });
  expect(detail.migrations).toEqual([
    { version: '10.0.0', notes: ['Tokens need the right to list.'] },
    { version: '9.0.0', notes: ['Items have another id; sync them again.'] },
  ]);
  expect(detail.callbackUrl).toBe('https://app.example.com/api/v1/integrations/oauth/callback');
});

test('gives logos, and says when there is no such provider or logo', async () => {
  const viewer = services.as('viewer');
  expect(await getProviderLogo(viewer, { slug: 'item-store' })).toMatch(/^<svg/);
  expect((await catchError(() => getProviderLogo(viewer, { slug: 'hidden-store' }))).code).toBe('not_found');
  const error = await catchError(() => getProvider(viewer, { slug: 'item-stroe' }));
  expect([error.code, error.message]).toEqual(['not_found', expect.stringContaining('Did you mean "item-store"')]);
});
