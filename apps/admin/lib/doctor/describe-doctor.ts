import type { State } from '#components/shared/state-badge.tsx';
import { t } from '#messages/en.ts';
import type { DoctorCheck, DoctorRun } from './types.ts';

/** The verdict, once there is nothing left to look at. */
export function doctorState({ isFinished, verdict }: Pick<DoctorRun, 'isFinished' | 'verdict'>): State {
  return isFinished ? (verdict ?? 'unknown') : 'running';
}

export function checkState({ status, verdict }: Pick<DoctorCheck, 'status' | 'verdict'>): State {
  if (status === 'queued') return 'waiting';
  if (status === 'running') return 'running';
  return verdict ?? 'unknown';
}

/** What it was called: by its connection, or by their number. */
export function doctorHeading({ checks }: Pick<DoctorRun, 'checks'>): string {
  const [first] = checks;
  return first && checks.length === 1 ? t.doctor.headingOne(first.connectionName) : t.doctor.headingMany(checks.length);
}

/** "2 OK, 1 failed, 3 still to look at". */
export function tally({ checks }: Pick<DoctorRun, 'checks'>): string {
  const { ok, warning, failed, open } = t.doctor.tally;
  const count = (verdict: DoctorCheck['verdict']) => checks.filter((check) => check.verdict === verdict).length;
  const parts: [number, (count: number) => string][] = [
    [count('ok'), ok],
    [count('warning'), warning],
    [count('failed'), failed],
    [count(null), open],
  ];
  return parts.flatMap(([number, say]) => (number > 0 ? [say(number)] : [])).join(', ');
}

/** The one sentence about a doctor: of its only connection, or how many are how. */
export function doctorSummary(run: Pick<DoctorRun, 'checks'>): string {
  const [first] = run.checks;
  return run.checks.length === 1 && first?.summary ? first.summary : tally(run);
}
