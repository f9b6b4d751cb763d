import type { RunSummary } from '@patchbay/db';
import type { Run } from '../dto/index.ts';
import { toIso } from '../support/to-iso.ts';

/** A run as callers see it. */
export function toRun(row: RunSummary): Run {
  const { startedAt, finishedAt } = row;
  return {
    id: row.id,
    connectionId: row.connectionId,
    providerSlug: row.providerSlug,
    kind: row.kind,
    name: row.name,
    mode: row.mode,
    status: row.status,
    trigger: row.trigger,
    scheduledFor: toIso(row.scheduledFor),
    attempt: row.attempt,
    resumedFrom: row.resumedFrom,
    stats: { ...row.stats, unknownWords: row.stats.unknownWords ?? 0 },
    error: row.error,
    startedAt: toIso(startedAt),
    finishedAt: toIso(finishedAt),
    createdAt: toIso(row.createdAt),
    durationMs: startedAt && finishedAt ? Math.max(0, finishedAt.getTime() - startedAt.getTime()) : null,
  };
}
