import { archiveDueEvidence, type ServiceDeps } from '@patchbay/services';
import { type Repeating, repeat } from './repeat.ts';

/** Stores evidence where organizations keep it besides the database. Any number of processes may do so. */
export function startEvidenceArchive(deps: ServiceDeps, { pollMs = 15_000 }: { pollMs?: number } = {}): Repeating {
  const work = repeat({
    pollMs,
    onError: (error) =>
      deps.logger.error({ error: error instanceof Error ? error.message : String(error) }, 'could not store evidence'),
    work: () => archiveDueEvidence(deps),
  });
  work.wake();
  return work;
}
