import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '@patchbay/db';
import { createTestDb } from '@patchbay/db/testing';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createJobs, type Jobs } from './create-jobs.ts';
import type { JobHandlers } from './handlers.ts';
import { createTestLogger, startTestJobs, syncJob } from './testing.ts';

let db: Database;
const started: Jobs[] = [];
const { lines, logger } = createTestLogger();

beforeAll(async () => {
  db = await createTestDb();
});
afterEach(async () => {
  for (const jobs of started.splice(0)) await jobs.stop(0);
});
afterAll(() => db.close());

async function start(runSync: JobHandlers['sync.run'], concurrency = 4): Promise<Jobs> {
  const jobs = await startTestJobs({ db, logger, concurrency }, runSync);
  started.push(jobs);
  return jobs;
}

it('hands a job over with its data, at once', async () => {
  const handled: unknown[] = [];
  const jobs = await start(async (data) => handled.push(data));
  expect(jobs.isReady()).toBe(true);
  await jobs.queue.enqueue(syncJob('run_1'));
  await expect.poll(() => handled, { timeout: 45_000 }).toEqual([{ organizationId: 'org_1', runId: 'run_1' }]);
});

it('takes jobs from a process that only adds them', async () => {
  const api = await createJobs({ db, logger });
  started.push(api);
  await api.queue.enqueue(syncJob('run_early'));
  expect(api.isReady()).toBe(false);
  const handled: string[] = [];
  await start(async ({ runId }) => handled.push(runId));
  await api.queue.enqueue(syncJob('run_late'));
  await expect.poll(() => handled.toSorted(), { timeout: 45_000 }).toEqual(['run_early', 'run_late']);
});

it('does a run once, however often it is asked for, and again when it is done', async () => {
  const handled: string[] = [];
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
  const jobs = await start(async ({ runId }) => {
    handled.push(runId);
    await gates[handled.length > 2 ? 1 : 0].promise;
  });
  for (let index = 0; index < 3; index++) await jobs.queue.enqueue(syncJob('run_same'));
  await expect.poll(() => handled, { timeout: 45_000 }).toEqual(['run_same']);
  await jobs.queue.enqueue(syncJob('run_same'));
  await jobs.queue.enqueue(syncJob('run_other'));
  await expect.poll(() => handled, { timeout: 45_000 }).toEqual(['run_same', 'run_other']);
  gates[0].resolve();
  const again = async () => {
    await jobs.queue.enqueue(syncJob('run_same'));
    return handled.length;
  };
  await expect.poll(again, { timeout: 45_000 }).toBe(3);
  gates[1].resolve();
});

it('does no more jobs at a time than it was told', async () => {
  let active = 0;
  let most = 0;
  let done = 0;
  const jobs = await start(async () => {
    active += 1;
    most = Math.max(most, active);
    await delay(50);
    active -= 1;
    done += 1;
  }, 2);
  for (let index = 0; index < 8; index++) await jobs.queue.enqueue(syncJob(`run_many_${index}`));
  await expect.poll(() => done, { timeout: 45_000 }).toBe(8);
  expect(most).toBe(2);
});

it('tries a failed job again, and logs it without its cause', async () => {
  const attempts: number[] = [];
  const jobs = await start(async () => {
    attempts.push(Date.now());
    if (attempts.length === 1) throw new Error('the database went away', { cause: 'secret' });
  });
  await jobs.queue.enqueue(syncJob('run_retried'));
  await expect.poll(() => attempts.length, { timeout: 45_000 }).toBe(2);
  const failures = lines.filter(({ message }) => message === 'job failed');
  expect(failures).toHaveLength(1);
  expect(failures[0]?.data).toMatchObject({
    queue: 'sync.run',
    attempt: 1,
    error: { message: 'the database went away' },
  });
  expect(JSON.stringify(lines)).not.toContain('secret');
});

it('ends what it has begun before it stops, and begins nothing more', async () => {
  const events: string[] = [];
  const begun = Promise.withResolvers<void>();
  const jobs = await start(async ({ runId }, { signal }) => {
    events.push(`begin ${runId}`);
    begun.resolve();
    await delay(300);
    events.push(`end ${runId} ${signal.aborted}`);
  }, 1);
  await jobs.queue.enqueue(syncJob('run_a'));
  await begun.promise;
  await jobs.queue.enqueue(syncJob('run_b'));
  await jobs.stop(10_000);
  expect(events).toEqual(['begin run_a', 'end run_a false']);
  expect(jobs.isReady()).toBe(false);
  await expect(jobs.queue.enqueue(syncJob('run_c'))).rejects.toThrow('was stopped');
  await start(async ({ runId }) => events.push(`next ${runId}`));
  await expect.poll(() => events.at(-1), { timeout: 45_000 }).toBe('next run_b');
});

it('asks a long job to stop when its time is over', async () => {
  const begun = Promise.withResolvers<void>();
  let reason: unknown;
  const jobs = await start(async (_, { signal }) => {
    begun.resolve();
    await delay(60_000, undefined, { signal }).catch(() => {
      reason = signal.reason;
    });
  });
  await jobs.queue.enqueue(syncJob('run_long'));
  await begun.promise;
  await jobs.stop(100);
  expect(reason).toEqual(new Error('Patchbay is stopping'));
});
