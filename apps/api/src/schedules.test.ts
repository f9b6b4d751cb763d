// A schedule from its route to what it read: set, followed by a real worker on the real queue, seen again.
import { runSql, updateConnection } from '@patchbay/db';
import { createJobs, type Jobs } from '@patchbay/jobs';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { measureTests } from './start/measure-tests.ts';
import { createTestApp, type TestApp } from './testing/create-test-app.ts';
import { type Items, startItems } from './testing/start-items.ts';

let tested: TestApp;
let items: Items;
let owner: { apiKey: string; organizationId: string };
let id: string;
const workers: Jobs[] = [];
beforeAll(async () => {
  [tested, items] = await Promise.all([createTestApp(), startItems(20)]);
  owner = await tested.addOrganization('Mine');
  const made = await call('POST', '/integrations/connections', {
    providerSlug: 'in-memory',
    authMethod: 'none',
    settings: { baseUrl: items.url },
  });
  id = made.body.id;
  expect((await call('POST', `/integrations/connections/${id}/test`)).body.ok).toBe(true);
});
afterAll(async () => {
  for (const worker of workers) await worker.stop(5_000);
  items?.close();
  await tested?.close();
});

const call = (method: string, path: string, body?: unknown) => tested.call(owner.apiKey, method, path, body);
const at = (path: string) => `/integrations/connections/${id}${path}`;

/** A worker process, but for the process. */
async function work(): Promise<Jobs> {
  const { services, logger } = tested.deps;
  const jobs = await createJobs({
    db: tested.db,
    logger,
    tuning: { scheduleSeconds: 0.2, healthSeconds: 0.2 },
  });
  workers.push(jobs);
  const runtime = measureTests(services.runtime, tested.deps.metrics);
  await jobs.work({ ...services, runtime, jobs: jobs.queue });
  return jobs;
}

test('a schedule is set, refused with an example, given back; others see nothing of it', async () => {
  const { body } = await call('GET', at('/syncs'));
  const [{ name, defaultSchedule }] = body.data;
  expect(body.data[0]).toMatchObject({ isEnabled: true, schedule: defaultSchedule, isScheduleOwn: false });
  const path = at(`/syncs/${name}`);
  const changed = await call('PATCH', path, { schedule: '*/10 * * * *' });
  expect(changed).toMatchObject({ status: 200, body: { schedule: '*/10 * * * *', isScheduleOwn: true } });
  expect(Date.parse(changed.body.nextRunAt)).toBeLessThanOrEqual(Date.now() + 11 * 60_000);
  expect((await call('GET', path)).body).toEqual(changed.body);

  const refused = await call('PATCH', path, { schedule: 'every hour' });
  expect(refused).toMatchObject({ status: 400, body: { error: { code: 'invalid_input' } } });
  expect(refused.body.error.details).toEqual([
    { path: 'schedule', message: expect.stringContaining('such as "0 * * * *" for every hour') },
  ]);
  expect((await call('PATCH', path, { interval: 5 })).body.error.details).toEqual([
    { path: 'interval', message: 'there is no such field' },
  ]);
  expect((await call('PATCH', at('/syncs/nothing'), { isEnabled: false })).status).toBe(404);

  const viewer = await tested.addKey(owner.organizationId, 'viewer');
  expect((await tested.call(viewer, 'GET', path)).status).toBe(200);
  expect((await tested.call(viewer, 'PATCH', path, { isEnabled: false })).status).toBe(403);
  const member = await tested.addKey(owner.organizationId, 'member');
  expect((await tested.call(member, 'PATCH', path, { isEnabled: false })).status).toBe(403);
  const other = await tested.addOrganization('Other');
  expect((await tested.call(other.apiKey, 'PATCH', path, { isEnabled: false })).status).toBe(404);
  expect((await tested.call(other.apiKey, 'GET', at('/syncs'))).status).toBe(404);
  expect((await tested.call(null, 'GET', at('/syncs'))).status).toBe(401);

  expect((await call('PATCH', path, { schedule: null })).body).toMatchObject({
    schedule: defaultSchedule,
    isScheduleOwn: false,
  });
  const audit = await call('GET', '/audit-log');
  const notes = audit.body.data.filter(({ action }: { action: string }) => action === 'sync.update');
  expect(notes).toMatchObject([
    { before: { schedule: '*/10 * * * *' }, after: { schedule: null } },
    { before: { schedule: null }, after: { schedule: '*/10 * * * *' } },
  ]);
});

test('two workers run what is due, once, and ask connections whether they work', async () => {
  await Promise.all([work(), work()]);
  // Seeded by a worker, for it is a connection like any other; then its time comes.
  const next = async () => (await call('GET', at('/syncs'))).body.data[0];
  await tested.db.orm.execute(sql`update sync_states set next_due_at = now() - interval '1 hour'`);
  const done = async () => (await next()).lastRun?.status;
  await expect.poll(done, { timeout: 45_000 }).toBe('success');
  const sync = await next();
  expect(sync).toMatchObject({ skippedReason: null, failedAttempts: 0, lastRun: { trigger: 'schedule', attempt: 1 } });
  expect(Date.parse(sync.nextRunAt)).toBeGreaterThan(Date.now());
  expect((await call('GET', at('/records'))).body.data).toHaveLength(20);
  const runs = await call('GET', at('/runs?kind=sync'));
  expect(runs.body.data).toHaveLength(1);

  await updateConnection(tested.db.orm, {
    organizationId: owner.organizationId,
    id,
    changes: { healthNextAt: new Date(Date.now() - 1_000), healthStatus: 'unknown', healthCheckedAt: null },
  });
  const health = async () => (await call('GET', at(''))).body.health;
  await expect.poll(async () => (await health()).status, { timeout: 45_000 }).toBe('healthy');
  expect(Date.parse((await health()).nextCheckAt)).toBeGreaterThan(Date.now());
  const { text } = await tested.deps.metrics.render();
  expect(text).toMatch(/integrations_health_check_total\{provider="in-memory",status="healthy"\} [1-9]/);
  expect(text).toMatch(/integrations_test_connection_duration_seconds_count\{provider="in-memory"\} [1-9]/);
});

test('a worker does everything that waits, though more waits than one organization may have at a time', async () => {
  const names: string[] = [];
  for (let index = 0; index < 12; index++) {
    const made = await call('POST', '/integrations/connections', {
      providerSlug: 'in-memory',
      name: `Many ${index}`,
      authMethod: 'none',
      settings: { baseUrl: items.url },
    });
    names.push(made.body.id);
    expect((await call('POST', `/integrations/connections/${made.body.id}/test`)).body.ok).toBe(true);
  }
  const scheduled = () =>
    runSql<{ total: number }>(
      tested.db.orm,
      sql`select count(*)::int as total from sync_states where next_due_at is not null`,
    );
  for (const connection of names) {
    const [{ name }] = (await call('GET', `/integrations/connections/${connection}/syncs`)).body.data;
    await call('PATCH', `/integrations/connections/${connection}/syncs/${name}`, { schedule: '0 * * * *' });
  }
  expect(Number((await scheduled())[0]?.total)).toBeGreaterThanOrEqual(12);
  await tested.db.orm.execute(
    sql`update sync_states set next_due_at = now() - interval '1 hour' where connection_id in ${names}`,
  );
  const ended = async () => {
    const { body } = await call('GET', '/integrations/runs?kind=sync&status=success&limit=100');
    return body.data.filter(({ connectionId }: { connectionId: string }) => names.includes(connectionId)).length;
  };
  await expect.poll(ended, { timeout: 50_000 }).toBe(12);
});
