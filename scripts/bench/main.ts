// pnpm bench [--only credentials,requests,actions,statements,hang-ups,sync,events,webhooks,schedule,start] [--database pglite,postgres] [--seconds 5] [--records 100000] [--connections 10000] [--workers 1,2]
// Prints Markdown tables. Everything runs on this machine, on loopback, and stops by itself; figures are ratios within one run.
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startChild } from './child.ts';
import { measureCredentials, measureTokenRead } from './credentials.ts';
import { measureEvents } from './events.ts';
import { connectUpstream, type DatabaseKind, startPatchbay } from './patchbay.ts';
import { measureActions, measureHangUps, measureRequests, measureStatements } from './requests.ts';
import { measureSchedule } from './schedule.ts';
import { measureSync } from './sync.ts';
import { print } from './table.ts';
import { measureWebhooks } from './webhooks.ts';

const { values } = parseArgs({
  options: {
    only: {
      type: 'string',
      default: 'credentials,start,requests,actions,statements,hang-ups,sync,events,webhooks,schedule',
    },
    database: { type: 'string', default: 'pglite,postgres' },
    seconds: { type: 'string', default: '5' },
    records: { type: 'string', default: '100000' },
    connections: { type: 'string', default: '10000' },
    workers: { type: 'string', default: '1,2' },
  },
});
const wanted = new Set(values.only.split(','));
const databaseUrl = process.env.TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const [processor] = cpus();
process.stdout.write(
  `Node ${process.version}, ${cpus().length} cores (${processor?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB; load generator, provider and database on the same cores.\n`,
);

if (wanted.has('credentials')) {
  measureCredentials();
  await measureTokenRead();
}

const upstream = await startChild(file('./upstream.ts'), [values.records], /listening (\d+)/);
const origin = `http://127.0.0.1:${upstream.ready[1]}`;
const raw = await startChild(file('./raw-proxy.ts'), [origin], /listening (\d+)/);

try {
  for (const kind of values.database.split(',') as DatabaseKind[]) {
    const patchbay = await startPatchbay(kind, databaseUrl);
    try {
      const connection = await connectUpstream(patchbay, origin);
      if (wanted.has('start')) {
        const first = patchbay.child.readyMs;
        const again: number[] = [];
        for (let round = 0; round < 5; round++) {
          await patchbay.restart();
          again.push(patchbay.child.readyMs);
        }
        again.sort((a, b) => a - b);
        print(
          `Start on ${kind}`,
          ['new database', 'existing, median of 5', 'existing, slowest', 'memory when ready'],
          [
            [first, again[2] ?? 0, again[4] ?? 0]
              .map((ms) => `${Math.round(ms)} ms`)
              .concat(`${patchbay.child.memory().nowMiB} MiB`),
          ],
        );
      }
      if (wanted.has('statements')) await measureStatements(patchbay, connection);
      if (wanted.has('requests'))
        await measureRequests(patchbay, connection, `http://127.0.0.1:${raw.ready[1]}`, Number(values.seconds));
      if (wanted.has('actions')) await measureActions(patchbay, connection);
      if (wanted.has('hang-ups')) await measureHangUps(patchbay, connection);
      if (wanted.has('events')) await measureEvents(patchbay, connection);
      if (wanted.has('webhooks')) await measureWebhooks(patchbay, connection, Number(values.seconds));
      if (wanted.has('sync')) await measureSync(patchbay, connection, Number(values.records));
    } finally {
      await patchbay.stop();
    }
  }
  // Only PostgreSQL can have several workers.
  if (wanted.has('schedule') && values.database.includes('postgres'))
    await measureSchedule(databaseUrl, {
      connections: Number(values.connections),
      workers: values.workers.split(',').map(Number),
    });
} finally {
  await raw.stop();
  await upstream.stop();
}
