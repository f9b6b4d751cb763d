import type { Metadata } from 'next';
import { auditLogQuery } from '#lib/api/queries/audit-log.ts';
import { serverApi } from '#lib/api/server.ts';
import { Prefetch } from '#lib/server/prefetch.tsx';
import { t } from '#messages/en.ts';
import { AuditLog } from './client.tsx';

export const metadata: Metadata = { title: t.audit.title };

export default async function AuditLogPage({ searchParams }: { searchParams: Promise<{ action?: string }> }) {
  const { action } = await searchParams;
  return (
    <Prefetch queries={[auditLogQuery(await serverApi(), action ? { action } : {})]}>
      <AuditLog />
    </Prefetch>
  );
}
