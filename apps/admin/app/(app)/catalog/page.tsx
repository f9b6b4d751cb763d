import type { Metadata } from 'next';
import { providersQuery } from '#lib/api/queries/providers.ts';
import { serverApi } from '#lib/api/server.ts';
import { Prefetch } from '#lib/server/prefetch.tsx';
import { t } from '#messages/en.ts';
import { Catalog } from './client.tsx';

export const metadata: Metadata = { title: t.catalog.title };

export default async function CatalogPage() {
  return (
    <Prefetch queries={[providersQuery(await serverApi())]}>
      <Catalog />
    </Prefetch>
  );
}
