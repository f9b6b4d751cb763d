import type { Metadata } from 'next';
import { doctorRunsQuery } from '#lib/api/queries/doctor.ts';
import { serverApi } from '#lib/api/server.ts';
import { Prefetch } from '#lib/server/prefetch.tsx';
import { t } from '#messages/en.ts';
import { Doctor } from './client.tsx';

export const metadata: Metadata = { title: t.doctor.title };

export default async function DoctorPage() {
  return (
    <Prefetch queries={[doctorRunsQuery(await serverApi())]}>
      <Doctor />
    </Prefetch>
  );
}
