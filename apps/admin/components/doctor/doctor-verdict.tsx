import { CircleCheck, CircleX, Stethoscope, TriangleAlert } from 'lucide-react';
import { cn } from '#lib/cn.ts';
import { doctorSummary } from '#lib/doctor/describe-doctor.ts';
import type { DoctorRun } from '#lib/doctor/types.ts';
import { t } from '#messages/en.ts';

const looks = {
  ok: { icon: CircleCheck, className: 'border-good/30 bg-good-soft text-good' },
  warning: { icon: TriangleAlert, className: 'border-attention/30 bg-attention-soft text-attention' },
  failed: { icon: CircleX, className: 'border-bad/30 bg-bad-soft text-bad' },
  running: { icon: Stethoscope, className: 'border-accent/30 bg-accent-soft text-accent' },
} as const;

/** How it is, in one line, and the sentence that matters most. Said to screen readers when it changes. */
export function DoctorVerdict({ run }: { run: DoctorRun }) {
  const state = run.isFinished ? (run.verdict ?? 'failed') : 'running';
  const { icon: Icon, className } = looks[state];
  return (
    <div
      role="status"
      data-testid="doctor-verdict"
      data-state-name={state}
      className={cn('mb-6 flex items-start gap-3 rounded-lg border px-4 py-3', className)}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">
        <p className="font-medium text-text">{state === 'running' ? t.doctor.running : t.doctor.verdicts[state]}</p>
        <p className="break-words text-muted">
          {doctorSummary(run)}
          {state === 'running' && ` · ${t.doctor.runningText}`}
        </p>
      </div>
    </div>
  );
}
