import type { RunStep } from '@patchbay/db';
import type { DoctorVerdict } from '../dto/index.ts';

/** The verdict of a visit and the sentence that matters most. */
export function summarize(steps: readonly RunStep[]): { verdict: DoctorVerdict; summary: string } {
  const failed = steps.filter(({ status }) => status === 'failed');
  const warned = steps.filter(({ status }) => status === 'warning');
  const first = failed[0] ?? warned[0];
  if (!first) return { verdict: 'ok', summary: 'Everything that could be looked at is as it should be.' };
  const others = failed.length + warned.length - 1;
  const rest =
    others === 0 ? '' : others === 1 ? ' There is one more to look at.' : ` There are ${others} more to look at.`;
  return {
    verdict: failed.length > 0 ? 'failed' : 'warning',
    summary: `${first.label}: ${withStop(first.seen ?? '')}${rest}`,
  };
}

/** Sentences of providers may end without one. */
function withStop(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
