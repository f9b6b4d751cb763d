'use client';
import { ChevronDown } from 'lucide-react';
import Link from 'next/link';
import { useId, useState } from 'react';
import { ProviderMark } from '#components/shared/provider-mark.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#lib/cn.ts';
import { checkState } from '#lib/doctor/describe-doctor.ts';
import type { DoctorCheck as Check } from '#lib/doctor/types.ts';
import { t } from '#messages/en.ts';
import { DoctorSteps } from './doctor-steps.tsx';

interface DoctorCheckProps {
  check: Check;
  /** The only one has its steps open from the start, like those with something to look at. */
  isOnly: boolean;
}

/** One connection as the doctor sees it. */
export function DoctorCheck({ check, isOnly }: DoctorCheckProps) {
  const headingId = useId();
  const stepsId = useId();
  const [chosen, setChosen] = useState<boolean | null>(null);
  const { connectionId, connectionName, providerSlug, summary, steps, status } = check;
  const state = checkState(check);
  const isOpen = chosen ?? (isOnly || (state !== 'ok' && state !== 'waiting'));
  return (
    <article
      aria-labelledby={headingId}
      data-testid="doctor-check"
      data-state-name={state}
      className="rounded-lg border bg-surface"
    >
      <header className={cn('flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3', isOpen && 'border-b')}>
        <ProviderMark provider={{ slug: providerSlug, name: connectionName }} size="sm" />
        <div className="min-w-0 flex-1 basis-48">
          <h2 id={headingId} className="break-words font-semibold text-base">
            {connectionId ? (
              <Link href={`/connections/${connectionId}`} className="rounded-sm hover:underline">
                {connectionName}
              </Link>
            ) : (
              connectionName
            )}
          </h2>
          {!isOnly && summary && <p className="break-words text-muted text-sm">{summary}</p>}
        </div>
        <StateBadge state={state} />
        {!isOnly && (
          <Button
            variant="ghost"
            size="sm"
            aria-expanded={isOpen}
            aria-controls={stepsId}
            onClick={() => setChosen(!isOpen)}
          >
            <ChevronDown aria-hidden className={cn('transition-transform', isOpen && 'rotate-180')} />
            {isOpen ? t.doctor.hideSteps : t.doctor.showSteps}
            <span className="sr-only">{connectionName}</span>
          </Button>
        )}
      </header>
      <div id={stepsId} hidden={!isOpen}>
        {steps.length > 0 && <DoctorSteps steps={steps} label={t.doctor.steps(connectionName)} />}
        {steps.length === 0 && (
          <p className="px-4 py-3 text-muted">
            {status === 'queued' || status === 'running' ? t.doctor.stepsWaiting : (summary ?? t.doctor.noSteps)}
          </p>
        )}
      </div>
    </article>
  );
}
