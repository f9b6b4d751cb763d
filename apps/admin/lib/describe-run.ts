import type { Run } from '@patchbay/client';
import { t } from '#messages/en.ts';
import { isUnfinished } from './api/queries/runs.ts';
import { formatNumber, humanize } from './format.ts';

/** "Sync · Repositories", "Test", "Action · Create comment". */
export function describeRun(run: Pick<Run, 'kind' | 'name'>): string {
  const kind = t.runs.kinds[run.kind] ?? humanize(run.kind);
  // A test or health check runs whatever operation the manifest names for it, and a doctor is named after its connection: that says
  // nothing more.
  const isNamed = run.name && run.kind !== 'test' && run.kind !== 'health' && run.kind !== 'doctor';
  return run.name && isNamed ? `${kind} · ${humanize(run.name)}` : kind;
}

/** What a run did in one short line, or null while there is nothing to say. */
export function describeChanges(run: Pick<Run, 'kind' | 'stats' | 'status'>): string | null {
  const { added, updated, deleted, read } = run.stats;
  if (run.kind !== 'sync' || isUnfinished(run)) return read > 0 ? t.runs.read(formatNumber(read)) : null;
  if (added + updated + deleted > 0)
    return t.runs.changes(formatNumber(added), formatNumber(updated), formatNumber(deleted));
  return read > 0 ? t.runs.noChanges : null;
}
