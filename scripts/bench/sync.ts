import type { Patchbay } from './patchbay.ts';
import { rawUpsert } from './raw-upsert.ts';
import { print } from './table.ts';

interface Run {
  status: string;
  durationMs: number | null;
  stats: { read: number; added: number; updated: number; unchanged: number; deleted: number };
  error: unknown;
}

/** A full sync of many records, and the same again unchanged, beside raw upserts of rows of the same shape. */
export async function measureSync(patchbay: Patchbay, connection: string, rows: number): Promise<void> {
  const before = patchbay.child.memory();
  const table: string[][] = [];
  const raw = await rawUpsert(patchbay.databaseUrl, rows);
  table.push([
    'raw multi-row upserts',
    `${(raw / 1000).toFixed(1)} s`,
    String(Math.round((rows * 1000) / raw)),
    '100 %',
    '',
    '',
  ]);
  for (const title of ['first full sync', 'again, nothing changed']) {
    const run = await syncOnce(patchbay, connection);
    if (run.status !== 'success' || run.stats.read !== rows)
      throw new Error(`the sync ended ${run.status} with ${JSON.stringify(run.stats)} ${JSON.stringify(run.error)}`);
    const elapsed = run.durationMs ?? Number.NaN;
    const { peakMiB } = patchbay.child.memory();
    const written = run.stats.added + run.stats.updated + run.stats.deleted;
    table.push([
      title,
      `${(elapsed / 1000).toFixed(1)} s`,
      String(Math.round((rows * 1000) / elapsed)),
      `${Math.round((100 * raw) / elapsed)} %`,
      String(written),
      `${before.nowMiB} → ${peakMiB} MiB`,
    ]);
  }
  print(
    `Sync of ${rows} records on ${patchbay.kind}`,
    ['what', 'time', 'records/s', 'of raw', 'rows written', 'memory before → peak'],
    table,
  );
}

async function syncOnce(patchbay: Patchbay, connection: string): Promise<Run> {
  const { runId } = await patchbay.call<{ runId: string }>('POST', `/integrations/connections/${connection}/sync`, {
    mode: 'full',
  });
  for (;;) {
    const run = await patchbay.call<Run>('GET', `/integrations/runs/${runId}`);
    if (run.status !== 'queued' && run.status !== 'running') return run;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
