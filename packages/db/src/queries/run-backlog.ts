import { sql } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { runSql } from '../run-sql.ts';

/** Runs that are not over, of all organizations. */
export interface RunBacklog {
  queued: number;
  running: number;
  /** How long the oldest queued run has waited, in seconds; 0 when none waits. */
  oldestSeconds: number;
}

/** For those who watch the installation, never for a caller. Reads the index of unfinished runs. */
export async function getRunBacklog(db: Executor): Promise<RunBacklog> {
  const [row] = await runSql<{ queued: string; running: string; oldest: string | null }>(
    db,
    sql`
    select
      count(*) filter (where status = 'queued') as queued,
      count(*) filter (where status = 'running') as running,
      extract(epoch from now() - min(created_at) filter (where status = 'queued')) as oldest
    from runs
    where status in ('queued', 'running')`,
  );
  return {
    queued: Number(row?.queued ?? 0),
    running: Number(row?.running ?? 0),
    oldestSeconds: Math.max(0, Number(row?.oldest ?? 0)),
  };
}
