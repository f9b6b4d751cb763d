import type { Metadata } from 'next';
import { connectionQuery } from '#lib/api/queries/connections.ts';
import { providerQuery } from '#lib/api/queries/providers.ts';
import { serverApi } from '#lib/api/server.ts';
import { humanize } from '#lib/format.ts';
import { Prefetch } from '#lib/server/prefetch.tsx';
import { t } from '#messages/en.ts';
import { Connect } from './client.tsx';

interface Props {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ connection?: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: t.connect.title(humanize((await params).slug)) };
}

export default async function ConnectPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const { connection } = await searchParams;
  const api = await serverApi();
  return (
    <Prefetch subject={providerQuery(api, slug)} queries={connection ? [connectionQuery(api, connection)] : []}>
      <Connect slug={slug} connectionId={connection ?? null} />
    </Prefetch>
  );
}
