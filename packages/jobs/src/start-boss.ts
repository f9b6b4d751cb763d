import type { Database } from '@patchbay/db';
import type { Logger } from '@patchbay/services';
import { type ConstructorOptions, fromPglite, PgBoss } from 'pg-boss';
import { describeQueues, type QueueTuning } from './queues.ts';

export interface BossOptions extends QueueTuning {
  db: Database;
  logger: Logger;
  /** A worker also looks after the queues and their schedules; otherwise jobs can only be added. */
  isWorker: boolean;
  /** How often dead workers are looked for. Seconds. */
  superviseSeconds: number;
}

/** A started pg-boss with our queues. Its tables are its own, in the schema `pgboss`, and it migrates them itself. */
export async function startBoss(options: BossOptions): Promise<PgBoss> {
  const { db, logger, isWorker, superviseSeconds } = options;
  const boss = new PgBoss({
    ...connectTo(db, isWorker),
    supervise: isWorker,
    schedule: isWorker,
    useListenNotify: isWorker,
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
  });
  // Without a listener an error event would end the process; pg-boss tries again by itself.
  boss.on('error', (error) => logger.error({ error: { name: error.name, message: error.message } }, 'job queue error'));
  boss.on('warning', ({ message }) => logger.warn({ warning: message }, 'job queue warning'));
  await boss.start();
  for (const { name, ...queue } of describeQueues(options)) {
    await boss.createQueue(name, queue);
    const { policy: _policy, ...changeable } = queue;
    await boss.updateQueue(name, changeable);
  }
  return boss;
}

/**
 * On PostgreSQL pg-boss opens connections of its own, because ours answers instants as text and is busy with requests.
 * On PGlite there is only the one.
 */
function connectTo(db: Database, isWorker: boolean): ConstructorOptions {
  if (db.kind === 'pglite')
    return { db: fromPglite(db.client), backend: 'pglite', reindex: false, monitorVacuum: false };
  return { connectionString: db.url, application_name: 'patchbay-jobs', max: isWorker ? 4 : 2 };
}
