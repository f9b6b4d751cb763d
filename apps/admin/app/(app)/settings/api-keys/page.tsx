import type { Metadata } from 'next';
import { apiKeysQuery } from '#lib/api/queries/people.ts';
import { serverApi } from '#lib/api/server.ts';
import { Prefetch } from '#lib/server/prefetch.tsx';
import { t } from '#messages/en.ts';
import { ApiKeys } from './client.tsx';

export const metadata: Metadata = { title: t.settings.apiKeys };

export default async function ApiKeysPage() {
  return (
    <Prefetch queries={[apiKeysQuery(await serverApi())]}>
      <ApiKeys />
    </Prefetch>
  );
}
