import type { Metadata } from 'next';
import { findingExceptionsQuery } from '#lib/api/queries/findings.ts';
import { serverApi } from '#lib/api/server.ts';
import { Prefetch } from '#lib/server/prefetch.tsx';
import { t } from '#messages/en.ts';
import { FindingExceptions } from './client.tsx';

export const metadata: Metadata = { title: t.exceptions.title };

export default async function FindingExceptionsPage() {
  const api = await serverApi();
  return (
    <Prefetch queries={[findingExceptionsQuery(api)]}>
      <FindingExceptions />
    </Prefetch>
  );
}
