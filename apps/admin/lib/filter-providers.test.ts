import type { ProviderInfo } from '@patchbay/client';
import { expect, test } from 'vitest';
import { countValues, filterProviders } from './filter-providers.ts';

function provider(slug: string, name: string, overrides: Partial<ProviderInfo> = {}): ProviderInfo {
  return {
    slug,
    name,
    type: 'Development',
    provider: slug,
    description: `${name} for teams`,
    category: 'Development',
    tags: [],
    capabilities: ['sync'],
    interfaces: [],
    isTestOnly: false,
    isPrivate: false,
    supportsDiscovery: false,
    supportedResourceTypes: [],
    authMethods: [],
    level: 'bronze',
    logoUrl: '',
    deprecated: null,
    connectionCount: 0,
    ...overrides,
  };
}

const all = [
  provider('b', 'Beta', { description: 'works with alpha' }),
  provider('a', 'Alpha', { tags: ['registry'] }),
  provider('c', 'Charlie', { category: 'Security', capabilities: ['write', 'sync'] }),
];
const none = { q: '', category: '', capability: '' };
const slugs = (filter: Partial<typeof none>) => filterProviders(all, { ...none, ...filter }).map((found) => found.slug);

test('without a filter everything, by name', () => expect(slugs({})).toEqual(['a', 'b', 'c']));
test('a name that starts with the word comes first', () => expect(slugs({ q: 'alpha' })).toEqual(['a', 'b']));
test('every word has to be there, tags count', () => {
  expect(slugs({ q: 'registry TEAMS' })).toEqual(['a']);
  expect(slugs({ q: 'registry nothing' })).toEqual([]);
});
test('category and capability', () => {
  expect(slugs({ category: 'Security' })).toEqual(['c']);
  expect(slugs({ capability: 'write', category: 'Development' })).toEqual([]);
});
test('counts by name', () => {
  expect(countValues(all, (entry) => entry.capabilities)).toEqual([
    { value: 'sync', count: 3 },
    { value: 'write', count: 1 },
  ]);
});
