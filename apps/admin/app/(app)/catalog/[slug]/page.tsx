import type { Metadata } from 'next';
import { connectionsQuery } from '#lib/api/queries/connections.ts';
import { providerQuery } from '#lib/api/queries/providers.ts';
import { serverApi } from '#lib/api/server.ts';
import { humanize } from '#lib/format.ts';
import { Prefetch } from '#lib/server/prefetch.tsx';
import { Provider } from './client.tsx';

interface Props {
  params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: humanize((await params).slug) };
}

export default async function ProviderPage({ params }: Props) {
  const { slug } = await params;
  const api = await serverApi();
  return (
    <Prefetch subject={providerQuery(api, slug)} queries={[connectionsQuery(api, { providerSlug: slug })]}>
      <Provider slug={slug} />
    </Prefetch>
  );
}
