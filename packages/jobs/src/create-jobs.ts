import type { Database } from '@patchbay/db';
import {
  createTurns,
  type JobQueue,
  type Logger,
  markInterruptedRuns,
  releaseLeases,
  type ServiceDeps,
  type TurnLimits,
  withSpan,
} from '@patchbay/services';
import type { PgBoss } from 'pg-boss';
import { createHandlers, type HandlerOptions, type JobHandlers } from './handlers.ts';
import { describeQueues, doctorQueue, hooksQueue, type QueueTuning, renewQueue, sweepQueue } from './queues.ts';
import type { Repeating } from './repeat.ts';
import { startBoss } from './start-boss.ts';
import { type EventWork, startEventWork } from './start-event-work.ts';
import { startEvidenceArchive } from './start-evidence-archive.ts';
import { startHealthChecks } from './start-health-checks.ts';
import { type Scheduler, startScheduler } from './start-scheduler.ts';
import { startWebhookWork, type WebhookWork } from './start-webhook-work.ts';
import { addTrace, takeTrace } from './trace-job.ts';

export interface JobsOptions {
  db: Database;
  logger: Logger;
  /** Syncs this process does at a time. Default 4, and 3 on PGlite, which has one connection. */
  concurrency?: number | undefined;
  /** How many of them may be of one organization, and of one provider. Default: all but one, so that a place is left for others. */
  limits?: Partial<{ [Name in keyof TurnLimits]: number | undefined }> | undefined;
  /** Connections this process asks at a time whether they still work; 0: it asks none by itself. Default 8. */
  healthConcurrency?: number | undefined;
  /** How long a worker may be silent and how often that is checked, in seconds; pause before a retry; how often schedules and healths are looked at. */
  tuning?:
    | Partial<QueueTuning & { superviseSeconds: number; scheduleSeconds: number; healthSeconds: number }>
    | undefined;
}

export interface Jobs {
  /** Takes jobs as soon as there is a database; the services enqueue here. */
  queue: JobQueue;
  /**
   * Begins to do jobs: first marks what a dead process left behind, then calls the services' verbs. `isOnlyProcess`
   * says that no other process uses this database, so whatever still counts as running is dead.
   */
  work(deps: ServiceDeps, options?: { isOnlyProcess?: boolean }): Promise<void>;
  /** Like `work`, with other handlers. */
  workWith(handlers: JobHandlers): Promise<void>;
  /** True while jobs are being done here. */
  isReady(): boolean;
  /**
   * Takes no more jobs, gives those at hand `timeoutMs` to end and then asks them to stop through their signal. What
   * still does not end within five seconds goes back to its queue. Call it before the database closes.
   */
  stop(timeoutMs?: number): Promise<void>;
}

type AnyHandler = (data: unknown, options: HandlerOptions) => Promise<unknown>;

const defaultTuning = {
  heartbeatSeconds: 20,
  superviseSeconds: 15,
  retryDelaySeconds: 2,
  scheduleSeconds: 2,
  healthSeconds: 5,
};
/** Queues the clock fills, every minute. */
const clockQueues: ReadonlySet<string> = new Set([sweepQueue, renewQueue, hooksQueue]);
/** Doctors wait for others most of the time, so that many go side by side. */
const doctorPlaces = 8;
/** What a handler gets to wind up after its signal, in milliseconds. */
const windUpMs = 5_000;

/** The job queue of this process: pg-boss on the database there is. Does nothing until it is used. */
export async function createJobs(options: JobsOptions): Promise<Jobs> {
  const { db, logger } = options;
  const tuning = { ...defaultTuning, ...options.tuning };
  const concurrency = options.concurrency ?? (db.kind === 'pglite' ? 3 : 4);
  const allButOne = Math.max(1, concurrency - 1);
  const limits = {
    perOrganization: options.limits?.perOrganization ?? allButOne,
    perProvider: options.limits?.perProvider ?? allButOne,
  };
  const stopping = new AbortController();
  let sender: Promise<PgBoss> | null = null;
  let worker: PgBoss | null = null;
  let scheduler: Scheduler | null = null;
  let healthChecks: { stop(): Promise<void> } | null = null;
  let isStopping = false;
  let eventWork: EventWork | null = null;
  let webhookWork: WebhookWork | null = null;
  let evidenceArchive: Repeating | null = null;
  let isStopped = false;

  async function getSender(): Promise<PgBoss> {
    if (isStopped) throw new Error('The job queue of this process was stopped.');
    if (worker) return worker;
    sender ??= startBoss({ db, logger, isWorker: false, ...tuning });
    try {
      return await sender;
    } catch (error) {
      // The next job tries again.
      sender = null;
      throw error;
    }
  }

  async function startWorker(): Promise<PgBoss> {
    const boss = await startBoss({ db, logger, isWorker: true, ...tuning });
    const earlier = sender;
    worker = boss;
    sender = null;
    await (await earlier?.catch(() => null))?.stop({ graceful: false });
    return boss;
  }

  async function takeJobs(boss: PgBoss, handlers: JobHandlers): Promise<void> {
    for (const { name } of describeQueues(tuning)) {
      const handle = handlers[name as keyof JobHandlers] as AnyHandler;
      const workers = clockQueues.has(name) ? 1 : name === doctorQueue ? doctorPlaces : concurrency;
      for (let index = 0; index < workers; index++) await startTaking(boss, name, handle, index);
    }
    for (const name of clockQueues) await boss.schedule(name, '* * * * *', null, { tz: 'UTC' });
  }

  /** One of the workers of a queue. New jobs wake all of them; retries do not, so the first one looks often. */
  async function startTaking(boss: PgBoss, name: string, handle: AnyHandler, index: number): Promise<void> {
    const polling = { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: index === 0 ? 2 : 15 };
    const workerId = await boss.work<unknown>(name, { batchSize: 1, ...polling }, async ([job]) => {
      if (!job) return;
      // Look for the next job right after this one, not at the next poll.
      boss.notifyWorker(workerId);
      try {
        const { data, parent } = takeTrace(job.data);
        const signal = AbortSignal.any([job.signal, stopping.signal]);
        await withSpan(`job ${name}`, { kind: 'CONSUMER', parent }, () => handle(data, { signal }));
      } catch (error) {
        throw reportFailure(logger, { queue: name, jobId: job.id, attempt: job.retryCount + 1 }, error);
      }
    });
  }

  return {
    queue: {
      async enqueue({ name, data }) {
        // Null means that the run has a job already.
        await (await getSender()).send(name, addTrace(data), { singletonKey: data.runId });
      },
    },
    async work(deps, { isOnlyProcess = false } = {}) {
      const boss = await startWorker();
      await markInterruptedRuns(deps, { isOnlyProcess });
      if (isOnlyProcess) await releaseLeases(deps);
      const turns = createTurns(limits);
      scheduler = startScheduler(deps, { turns, places: concurrency, everyMs: tuning.scheduleSeconds * 1_000 });
      await takeJobs(boss, createHandlers(deps, { turns, scheduler }));
      const places = options.healthConcurrency ?? 8;
      if (places > 0) healthChecks = startHealthChecks(deps, { places, everyMs: tuning.healthSeconds * 1_000 });
      eventWork = await startEventWork(deps);
      webhookWork = await startWebhookWork(deps);
      evidenceArchive = startEvidenceArchive(deps);
    },
    async workWith(handlers) {
      await takeJobs(await startWorker(), handlers);
    },
    isReady: () => worker !== null && !isStopped,
    async stop(timeoutMs = 20_000) {
      if (isStopping) return;
      isStopping = true;
      // Its last look may still queue something.
      await Promise.all([scheduler?.stop(), healthChecks?.stop(), webhookWork?.stop(), evidenceArchive?.stop()]);
      isStopped = true;
      const boss = worker ?? (await sender?.catch(() => null));
      const timer = setTimeout(() => stopping.abort(new Error('Patchbay is stopping')), timeoutMs);
      await Promise.all([
        eventWork?.stop(timeoutMs),
        boss?.stop({ graceful: worker !== null, timeout: timeoutMs + windUpMs }),
      ]);
      clearTimeout(timer);
      stopping.abort(new Error('Patchbay has stopped'));
    },
  };
}

/** Logs a failed job. What pg-boss then stores of the error is its message only: no cause, no data. */
function reportFailure(logger: Logger, job: { queue: string; jobId: string; attempt: number }, error: unknown): Error {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  logger.error({ ...job, error: { name, message } }, 'job failed');
  return new Error(message);
}
