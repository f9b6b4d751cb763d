'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { FileCheck2, Stethoscope } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { DoctorTable } from '#components/doctor/doctor-table.tsx';
import { StartDoctor } from '#components/doctor/start-doctor.tsx';
import { LoadMore } from '#components/shared/load-more.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { EmptyState, ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { api } from '#lib/api/browser.ts';
import { doctorRunsQuery } from '#lib/api/queries/doctor.ts';
import { useCanManage } from '#lib/me.tsx';
import { t } from '#messages/en.ts';

export function Doctor() {
  const canManage = useCanManage();
  const [isStarting, setStarting] = useState(false);
  const query = useInfiniteQuery(doctorRunsQuery(api));
  const runs = query.data?.pages.flatMap((page) => page.data) ?? [];
  const start = canManage && (
    <Button variant="primary" onClick={() => setStarting(true)}>
      <Stethoscope aria-hidden />
      {t.doctor.run}
    </Button>
  );
  return (
    <>
      <PageHeader
        title={t.doctor.title}
        text={t.doctor.text}
        actions={
          <>
            <Button asChild>
              <Link href="/evidence">
                <FileCheck2 aria-hidden />
                {t.doctor.evidence}
              </Link>
            </Button>
            {runs.length > 0 && start}
          </>
        }
      />
      {query.error && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <ListSkeleton />}
      {query.data && runs.length === 0 && (
        <EmptyState
          icon={Stethoscope}
          title={t.doctor.emptyTitle}
          text={canManage ? t.doctor.emptyText : t.doctor.emptyReadOnly}
          action={start}
        />
      )}
      {runs.length > 0 && <DoctorTable runs={runs} />}
      <LoadMore query={query} />
      <StartDoctor isOpen={isStarting} onClose={() => setStarting(false)} />
    </>
  );
}
