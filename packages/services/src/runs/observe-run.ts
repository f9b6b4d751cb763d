import type { RunSummary } from '@patchbay/db';
import type { ServiceDeps } from '../types.ts';

/** Tells how a run ended to whoever counts, and writes its line: every operation leaves one, also where nothing was posted. */
export function observeRun({ observer, logger }: Pick<ServiceDeps, 'observer' | 'logger'>, run: RunSummary): void {
  const { providerSlug: provider, kind, status, stats, startedAt, finishedAt } = run;
  const durationMs = startedAt && finishedAt ? finishedAt.getTime() - startedAt.getTime() : null;
  observer?.runEnded?.({ provider, kind, status, durationMs, stats });
  const { id: runId, organizationId, connectionId: integrationId, name, error } = run;
  const line = { runId, organizationId, integrationId, provider, kind, operation: name ?? kind, status, durationMs };
  if (status === 'success') logger.info(line, 'run ended');
  else logger.warn({ ...line, errorClass: error?.class }, 'run ended');
}
