import type { Metadata } from 'next';
import { evidenceQuery } from '#lib/api/queries/evidence.ts';
import { serverApi } from '#lib/api/server.ts';
import { Prefetch } from '#lib/server/prefetch.tsx';
import { t } from '#messages/en.ts';
import { EvidenceList } from './client.tsx';

export const metadata: Metadata = { title: t.evidence.title };

export default async function EvidencePage() {
  return (
    <Prefetch queries={[evidenceQuery(await serverApi())]}>
      <EvidenceList />
    </Prefetch>
  );
}
