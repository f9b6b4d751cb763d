'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { DoctorCheck } from '#components/doctor/doctor-check.tsx';
import { DoctorVerdict } from '#components/doctor/doctor-verdict.tsx';
import { RunDoctorButton } from '#components/doctor/run-doctor-button.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { api } from '#lib/api/browser.ts';
import { doctorRunQuery } from '#lib/api/queries/doctor.ts';
import { doctorHeading, doctorState } from '#lib/doctor/describe-doctor.ts';
import { useCanManage } from '#lib/me.tsx';
import { t } from '#messages/en.ts';

export function DoctorRunPage({ id }: { id: string }) {
  const canManage = useCanManage();
  const query = useQuery(doctorRunQuery(api, id));
  const run = query.data;
  const heading = run && doctorHeading(run);
  useEffect(() => {
    if (heading) document.title = t.title(heading);
  }, [heading]);

  if (query.error && !run) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  if (!run) return <ListSkeleton />;
  // Those that were deleted since cannot be looked at again.
  const connectionIds = run.checks.flatMap(({ connectionId }) => connectionId ?? []);
  return (
    <>
      <PageHeader
        breadcrumb={[{ label: t.doctor.title, href: '/doctor' }]}
        title={heading}
        aside={<StateBadge state={doctorState(run)} />}
        text={
          <>
            {t.doctor.started} <RelativeTime at={run.createdAt} />
          </>
        }
        actions={
          canManage &&
          run.isFinished &&
          connectionIds.length > 0 && <RunDoctorButton connectionIds={connectionIds} label={t.doctor.again} />
        }
      />
      <DoctorVerdict run={run} />
      <div className="flex flex-col gap-4">
        {run.checks.map((check) => (
          <DoctorCheck key={check.runId} check={check} isOnly={run.checks.length === 1} />
        ))}
      </div>
    </>
  );
}
