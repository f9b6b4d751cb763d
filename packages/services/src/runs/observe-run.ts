import type { RunSummary } from '@patchbay/db';
import type { ServiceDeps } from '../types.ts';

/** Tells how a run ended to whoever counts. */
export function observeRun({ observer }: Pick<ServiceDeps, 'observer'>, run: RunSummary): void {
  const { providerSlug: provider, kind, status, stats, startedAt, finishedAt } = run;
  const durationMs = startedAt && finishedAt ? finishedAt.getTime() - startedAt.getTime() : null;
  observer?.runEnded?.({ provider, kind, status, durationMs, stats });
}
