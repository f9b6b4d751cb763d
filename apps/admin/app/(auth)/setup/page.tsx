import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ApiDown } from '#components/shell/api-down.tsx';
import { serverApi } from '#lib/api/server.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { t } from '#messages/en.ts';
import { Setup } from './client.tsx';

export const metadata: Metadata = { title: t.setup.title };

export default async function SetupPage({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  const { token } = await searchParams;
  const api = await serverApi();
  const status = await unwrap(api.GET('/api/v1/setup')).catch(() => null);
  if (!status) return <ApiDown requestId={null} />;
  if (status.isSetUp) redirect('/sign-in');
  return <Setup token={token ?? ''} />;
}
