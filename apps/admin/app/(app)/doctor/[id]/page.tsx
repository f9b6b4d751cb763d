import type { Metadata } from 'next';
import { doctorRunQuery } from '#lib/api/queries/doctor.ts';
import { serverApi } from '#lib/api/server.ts';
import { Prefetch } from '#lib/server/prefetch.tsx';
import { t } from '#messages/en.ts';
import { DoctorRunPage as Client } from './client.tsx';

export const metadata: Metadata = { title: t.doctor.unknown };

export default async function DoctorRunPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Prefetch subject={doctorRunQuery(await serverApi(), id)} queries={[]}>
      <Client id={id} />
    </Prefetch>
  );
}
