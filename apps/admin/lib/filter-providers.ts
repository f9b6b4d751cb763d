import type { ProviderInfo } from '@patchbay/client';

export interface ProviderFilter {
  q: string;
  category: string;
  capability: string;
}

/** Providers that have every word, in the category, with the capability; names that start with the text come first. */
export function filterProviders(providers: readonly ProviderInfo[], filter: ProviderFilter): ProviderInfo[] {
  const words = filter.q.toLowerCase().split(/\s+/).filter(Boolean);
  return providers
    .filter((provider) => !filter.category || provider.category === filter.category)
    .filter((provider) => !filter.capability || provider.capabilities.includes(filter.capability))
    .filter((provider) => {
      const text = [provider.name, provider.slug, provider.description, provider.category, ...provider.tags]
        .join(' ')
        .toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .toSorted((a, b) => rank(b, words) - rank(a, words) || a.name.localeCompare(b.name));
}

function rank(provider: ProviderInfo, words: string[]): number {
  const first = words[0];
  return first && provider.name.toLowerCase().startsWith(first) ? 1 : 0;
}

/** What providers have in common, each with how many have it, by name. */
export function countValues(
  providers: readonly ProviderInfo[],
  read: (provider: ProviderInfo) => string[],
): { value: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const value of providers.flatMap(read)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count })).toSorted((a, b) => a.value.localeCompare(b.value));
}
