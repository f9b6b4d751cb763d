import { StateIcon } from '#components/shared/state-badge.tsx';
import { cn } from '#lib/cn.ts';
import type { DoctorStep } from '#lib/doctor/types.ts';
import { formatDuration } from '#lib/format.ts';
import { t } from '#messages/en.ts';
import { FixBundle } from './fix-bundle.tsx';

/** Shorter than this nothing was waited for. */
const shownFromMs = 10;

function Step({ step }: { step: DoctorStep }) {
  const { id, label, status, seen, fault, fix, bundle, durationMs } = step;
  const isOpen = status === 'waiting' || status === 'running';
  return (
    <li data-step={id} data-state-name={status} className="flex items-start gap-3 px-4 py-3">
      <StateIcon state={status} className="mt-0.5" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-3">
          <span className={cn('min-w-0 flex-1 break-words font-medium', isOpen && 'text-muted')}>{label}</span>
          {durationMs !== null && durationMs >= shownFromMs && (
            <span className="text-muted text-sm tabular-nums max-sm:hidden">{formatDuration(durationMs)}</span>
          )}
          <span className="whitespace-nowrap text-muted text-sm">{t.states[status]}</span>
        </p>
        {seen && <p className="break-words text-muted">{seen}</p>}
        {(fault || fix) && (
          <dl className="mt-2 flex flex-col gap-1 text-sm">
            {fault && (
              <div className="flex flex-wrap gap-x-2">
                <dt className="text-muted">{t.doctor.whoseFault}:</dt>
                <dd className="font-medium">{t.doctor.faults[fault]}</dd>
              </div>
            )}
            {fix && (
              <div className="flex flex-wrap gap-x-2">
                <dt className="text-muted">{t.doctor.fix}:</dt>
                <dd className="min-w-0 break-words">{fix}</dd>
              </div>
            )}
          </dl>
        )}
        <FixBundle bundle={bundle} />
      </div>
    </li>
  );
}

/** What was looked at, in order; live while it goes on. */
export function DoctorSteps({ steps, label }: { steps: DoctorStep[]; label: string }) {
  return (
    <ol aria-label={label} className="divide-y" data-testid="doctor-steps">
      {steps.map((step) => (
        <Step key={step.id} step={step} />
      ))}
    </ol>
  );
}
