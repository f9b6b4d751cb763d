'use client';
import { useQuery } from '@tanstack/react-query';
import { LayoutGrid, SearchX } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { CategoryFilter } from '#components/provider/category-filter.tsx';
import { ProviderTile } from '#components/provider/provider-tile.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { SearchBox } from '#components/shared/search-box.tsx';
import { EmptyState, ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { Select } from '#components/ui/input.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { api } from '#lib/api/browser.ts';
import { providersQuery } from '#lib/api/queries/providers.ts';
import { countValues, filterProviders } from '#lib/filter-providers.ts';
import { useUrlState } from '#lib/use-url-state.ts';
import { t } from '#messages/en.ts';

export function Catalog() {
  const url = useUrlState();
  const filter = { q: url.get('q'), category: url.get('category'), capability: url.get('capability') };
  const query = useQuery(providersQuery(api));
  const providers = query.data ?? [];
  const shown = filterProviders(providers, filter);
  const categories = useMemo(() => countValues(query.data ?? [], (provider) => [provider.category]), [query.data]);
  const capabilities = useMemo(() => countValues(query.data ?? [], (provider) => provider.capabilities), [query.data]);
  const { change } = url;
  const search = useCallback((q: string) => change({ q }), [change]);
  const clear = () => change({ q: null, category: null, capability: null });

  return (
    <>
      <PageHeader title={t.catalog.title} text={t.catalog.text} />
      {query.error && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <TilesSkeleton />}
      {query.data && providers.length === 0 && (
        <EmptyState icon={LayoutGrid} title={t.catalog.noneTitle} text={t.catalog.noneText} />
      )}
      {providers.length > 0 && (
        <>
          <div className="mb-4 flex flex-wrap gap-3">
            <SearchBox
              label={t.catalog.search}
              value={filter.q}
              onChange={search}
              className="min-w-0 flex-1 basis-64"
            />
            <Select
              aria-label={t.catalog.capability}
              value={filter.capability}
              onChange={(event) => change({ capability: event.target.value })}
              className="max-w-full sm:w-52"
            >
              <option value="">{t.catalog.anyCapability}</option>
              {capabilities.map(({ value }) => (
                <option key={value} value={value}>
                  {t.capabilities[value]?.label ?? value}
                </option>
              ))}
            </Select>
          </div>
          <CategoryFilter
            categories={categories}
            total={providers.length}
            value={filter.category}
            onChange={(category) => change({ category })}
          />
          <p className="sr-only" aria-live="polite">
            {t.catalog.count(shown.length)}
          </p>
          {shown.length === 0 ? (
            <EmptyState
              icon={SearchX}
              title={t.catalog.emptyTitle}
              text={t.catalog.emptyText}
              action={<Button onClick={clear}>{t.common.clearFilters}</Button>}
            />
          ) : (
            <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
              {shown.map((provider) => (
                <ProviderTile key={provider.slug} provider={provider} />
              ))}
            </ul>
          )}
        </>
      )}
    </>
  );
}

function TilesSkeleton() {
  return (
    <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
      {['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
        <Skeleton key={key} className="h-39 rounded-lg" />
      ))}
    </div>
  );
}
