import type { Metadata } from 'next';
import { invitationsQuery, membersQuery } from '#lib/api/queries/people.ts';
import { serverApi } from '#lib/api/server.ts';
import { Prefetch } from '#lib/server/prefetch.tsx';
import { t } from '#messages/en.ts';
import { Members } from './client.tsx';

export const metadata: Metadata = { title: t.settings.members };

export default async function MembersPage() {
  const api = await serverApi();
  return (
    <Prefetch queries={[membersQuery(api), invitationsQuery(api)]}>
      <Members />
    </Prefetch>
  );
}
