import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { startChild } from './child.ts';
import { startPatchbay } from './patchbay.ts';
import { print } from './table.ts';

const organizations = 100;
/** Syncs one worker does at a time here. */
const places = 8;

interface Outcome {
  seconds: number;
  perSecond: number;
  /** Of the places at which organizations finished: 1 is all alike. */
  jain: number;
  /** The share of all runs after which the small organizations were through; theirs are half of all. */
  smallDoneAt: number;
}

/**
 * Connections that are all due in the same minute, on so many workers: how fast they run, and how evenly. One organization has half of
 * them. The sync of each reads one short page, so that what is measured is the queue; beside it, as the physical limit, the transactions
 * of one run written by hand on as many connections to the database as there are places.
 */
export async function measureSchedule(
  databaseUrl: string,
  { connections, workers: counts }: { connections: number; workers: readonly number[] },
): Promise<void> {
  const upstream = await startChild(fileURLToPath(new URL('./upstream.ts', import.meta.url)), ['3'], /listening (\d+)/);
  const table: string[][] = [];
  try {
    for (const workers of counts) {
      const patchbay = await startPatchbay('postgres', databaseUrl, {
        PATCHBAY_ROLE: 'api',
        PATCHBAY_SYNC_CONCURRENCY: String(places),
        PATCHBAY_HEALTH_CONCURRENCY: '0',
        // There is one provider here: its cap would be what is measured.
        PATCHBAY_SYNCS_PER_PROVIDER: String(places),
      });
      try {
        const sql = postgres(patchbay.databaseUrl ?? '', { max: places, onnotice: () => {} });
        try {
          const raw = await rawRuns(sql);
          const began = await seed(sql, connections, `http://127.0.0.1:${upstream.ready[1]}`);
          const processes = await Promise.all(Array.from({ length: workers }, () => patchbay.startWorker()));
          const outcome = await follow(sql, connections, began);
          for (const process of processes) await process.stop();
          table.push([
            `${workers}`,
            `${outcome.seconds.toFixed(0)} s`,
            outcome.perSecond.toFixed(0),
            raw.toFixed(0),
            `${Math.round((100 * outcome.perSecond) / raw)} %`,
            outcome.jain.toFixed(3),
            `${Math.round(outcome.smallDoneAt * 100)} %`,
          ]);
        } finally {
          await sql.end();
        }
      } finally {
        await patchbay.stop();
      }
    }
  } finally {
    await upstream.stop();
  }
  print(
    `${connections} connections of ${organizations} organizations due in the same minute, ${places} places a worker, on postgres`,
    ['workers', 'all done after', 'runs/s', 'raw runs/s', 'of raw', 'fairness (Jain)', 'the 99 small ones done after'],
    table,
  );
}

/** What each run writes at least, on its own: the run, its claim, the lease, its record, its end. Runs a second. */
async function rawRuns(sql: postgres.Sql): Promise<number> {
  await sql`create table raw_runs (like runs including all)`;
  const total = 2_000;
  let next = 0;
  const started = performance.now();
  const work = async () => {
    for (let index = next++; index < total; index = next++) {
      const id = `run_${index}`;
      await sql`insert into raw_runs (id, organization_id, provider_slug, kind, trigger) values (${id}, 'org', 'x', 'sync', 'schedule')`;
      await sql`update raw_runs set status = 'running', owner = 'me', heartbeat_at = now() where id = ${id} and status = 'queued'`;
      await sql`update raw_runs set stats = '{"read":3}' where id = ${id}`;
      await sql`update raw_runs set status = 'success', finished_at = now() where id = ${id}`;
    }
  };
  await Promise.all(Array.from({ length: places }, work));
  const seconds = (performance.now() - started) / 1_000;
  await sql`drop table raw_runs`;
  return total / seconds;
}

/** Organizations and connections, tested and due once: their schedule ticks once a year. The first organization has half of all, and was first. */
async function seed(sql: postgres.Sql, connections: number, origin: string): Promise<Date> {
  await sql`
    insert into organizations (id, name, slug)
    select 'org_' || lpad(n::text, 3, '0'), 'Bench ' || n, 'bench-' || n from generate_series(1, ${organizations}::int) n`;
  await sql`
    insert into connections (id, organization_id, provider_slug, name, auth_method, status, settings, last_test_status, last_test_at)
    select 'con_' || lpad(n::text, 6, '0'),
      'org_' || lpad((case when n <= ${connections}::int / 2 then 1 else 2 + n % ${organizations - 1}::int end)::text, 3, '0'),
      'in-memory', 'Bench ' || n, 'none', 'active', jsonb_build_object('baseUrl', ${origin}::text), 'success', now()
    from generate_series(1, ${connections}::int) n`;
  await sql`
    insert into sync_states (connection_id, sync, organization_id, schedule, next_due_at)
    select id, 'items', organization_id, '0 0 1 1 *', now() - interval '1 minute' + random() * interval '1 minute' from connections`;
  await sql`analyze`;
  return new Date();
}

async function follow(sql: postgres.Sql, connections: number, began: Date): Promise<Outcome> {
  for (;;) {
    const [row] = await sql`
      select count(*) filter (where status = 'success')::int as done,
        count(*) filter (where status not in ('success', 'queued', 'running'))::int as failed from runs where kind = 'sync'`;
    if (Number(row?.failed) > 0) {
      const [failed] = await sql`select status, error from runs where kind = 'sync' and error is not null limit 1`;
      throw new Error(`a run ended otherwise: ${JSON.stringify(failed)}`);
    }
    if (Number(row?.done) >= connections) break;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  const runs = await sql<{ organization_id: string; finished_at: string; place: number }[]>`
    select organization_id, finished_at, row_number() over (order by finished_at)::int as place from runs
    where kind = 'sync' order by finished_at`;
  const first = runs[0];
  const last = runs.at(-1);
  if (!first || !last) throw new Error('nothing ran');
  const seconds = (new Date(last.finished_at).getTime() - began.getTime()) / 1_000;
  // How far each organization's k-th runs lie from its start, over as many runs as the smallest has: alike when nobody waits for another.
  const places = new Map<string, number[]>();
  for (const { organization_id: id, place } of runs) places.set(id, [...(places.get(id) ?? []), place]);
  const least = Math.min(...[...places.values()].map((list) => list.length));
  const means = [...places.values()].map((list) => list.slice(0, least).reduce((sum, place) => sum + place, 0) / least);
  const sum = means.reduce((total, mean) => total + mean, 0);
  const squares = means.reduce((total, mean) => total + mean * mean, 0);
  const small = runs.filter(({ organization_id: id }) => id !== 'org_001');
  return {
    seconds,
    perSecond: connections / seconds,
    jain: (sum * sum) / (means.length * squares),
    smallDoneAt: (small.at(-1)?.place ?? 0) / connections,
  };
}
