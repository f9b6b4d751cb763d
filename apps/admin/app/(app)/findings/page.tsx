import type { Metadata } from 'next';
import { findingSummaryQuery, findingsQuery } from '#lib/api/queries/findings.ts';
import { serverApi } from '#lib/api/server.ts';
import { readFindingFilter } from '#lib/finding-filter.ts';
import { Prefetch } from '#lib/server/prefetch.tsx';
import { t } from '#messages/en.ts';
import { Findings } from './client.tsx';

export const metadata: Metadata = { title: t.findings.title };

export default async function FindingsPage({ searchParams }: { searchParams: Promise<Record<string, string>> }) {
  const params = await searchParams;
  const filter = readFindingFilter((name) => params[name]);
  const api = await serverApi();
  return (
    <Prefetch queries={[findingsQuery(api, filter), findingSummaryQuery(api, filter)]}>
      <Findings />
    </Prefetch>
  );
}
