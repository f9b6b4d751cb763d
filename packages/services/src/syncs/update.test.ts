import { getSyncState } from '@patchbay/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listAuditEntries } from '../audit/list.ts';
import { testConnection } from '../connections/test.ts';
import { catchError } from '../testing/catch-error.ts';
import { changeManifest, connectChanges, startChangeStore } from '../testing/change-store.ts';
import { connectItems } from '../testing/connect-items.ts';
import { createTestClock, hours, minutes } from '../testing/create-test-clock.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { type ItemServer, makeItems, startItemServer } from '../testing/item-server.ts';
import { getSync } from './get.ts';
import { listSyncs } from './list.ts';
import { nextDue } from './next-due.ts';
import { scheduleDueSyncs } from './schedule-due.ts';
import { seedSchedules } from './seed-schedules.ts';
import { startSync } from './start.ts';
import { updateSync } from './update.ts';

const clock = createTestClock();
let services: TestServices;
let server: ItemServer;
beforeAll(async () => {
  services = await createTestServices({ clock, manifests: [changeManifest] });
  server = await startItemServer(makeItems(3));
});
afterAll(async () => {
  await server?.close();
  await services?.close();
});

async function connect(): Promise<string> {
  const { id } = await connectItems(services.as('admin'), server);
  await testConnection(services.as('admin'), { id });
  await seedSchedules(services.deps);
  return id;
}

test('a new connection shows what the manifest says, and its next time', async () => {
  const connectionId = await connect();
  const [items, kept] = await listSyncs(services.as('viewer'), { connectionId });
  expect(items).toEqual({
    name: 'items',
    description: null,
    model: 'resource',
    mode: 'full',
    isEnabled: true,
    schedule: '0 * * * *',
    defaultSchedule: '0 * * * *',
    isScheduleOwn: false,
    precondition: 'last_test_succeeded',
    variables: {},
    fields: [],
    nextRunAt: nextDue('0 * * * *', { connectionId, after: new Date(clock.now()) })?.toISOString(),
    skippedReason: null,
    failedAttempts: 0,
    lastRun: null,
    lastSuccessAt: null,
  });
  expect(kept).toMatchObject({ name: 'kept', schedule: null, nextRunAt: null });
});

test('a schedule of its own is what counts from then on, until it is given back', async () => {
  const connectionId = await connect();
  const kept = { connectionId, sync: 'kept' };
  const changed = await updateSync(services.as('admin'), { ...kept, schedule: '*/10 * * * *' });
  const due = nextDue('*/10 * * * *', { connectionId, after: new Date(clock.now()) });
  expect(changed).toMatchObject({ schedule: '*/10 * * * *', isScheduleOwn: true, nextRunAt: due?.toISOString() });
  clock.set(due as Date);
  await scheduleDueSyncs(services.deps);
  // At some times of the day the other syncs of this file are due by then too.
  const ran = (await services.drain()).filter((run) => run?.name === 'kept');
  expect(ran).toEqual([expect.objectContaining({ name: 'kept', trigger: 'schedule' })]);
  expect((await getSync(services.as('viewer'), kept)).lastRun).toMatchObject({
    status: 'success',
    trigger: 'schedule',
    scheduledFor: due?.toISOString(),
    attempt: 1,
  });
  const back = await updateSync(services.as('admin'), { ...kept, schedule: null });
  expect(back).toMatchObject({ schedule: null, isScheduleOwn: false, nextRunAt: null });
  await seedSchedules(services.deps);
  clock.pass(hours(1));
  await scheduleDueSyncs(services.deps);
  expect((await services.drain()).map((run) => run?.name)).not.toContain('kept');
});

test('one that is off does not run, and has its next time again once it is on', async () => {
  const connectionId = await connect();
  const items = { connectionId, sync: 'items' };
  expect(await updateSync(services.as('admin'), { ...items, isEnabled: false })).toMatchObject({
    isEnabled: false,
    nextRunAt: null,
  });
  await seedSchedules(services.deps);
  clock.pass(hours(3));
  await scheduleDueSyncs(services.deps);
  services.jobs.length = 0;
  expect((await getSync(services.as('viewer'), items)).lastRun).toBeNull();
  const on = await updateSync(services.as('admin'), { ...items, isEnabled: null });
  expect(on.isEnabled).toBe(true);
  expect(Date.parse(on.nextRunAt ?? '')).toBeGreaterThan(clock.now());
  expect(Date.parse(on.nextRunAt ?? '')).toBeLessThanOrEqual(clock.now() + hours(1) + minutes(5));
  await startSync(services.as('member'), items);
  expect(await services.drain()).toMatchObject([{ status: 'success' }]);
});

test('what is wrong is told with what would be right, and changes nothing', async () => {
  const connectionId = await connect();
  const items = { connectionId, sync: 'items' };
  const before = await getSync(services.as('viewer'), items);
  const refuse = (given: object) => catchError(() => updateSync(services.as('admin'), { ...items, ...given }));
  expect(await refuse({ schedule: 'hourly' })).toMatchObject({
    code: 'invalid_input',
    details: [{ path: 'schedule', message: expect.stringContaining('such as "0 * * * *" for every hour') }],
  });
  expect((await refuse({ schedule: '* * * * *' }))?.message).toContain('every 5 minutes is the most often');
  expect(await refuse({ variables: { prefix: 'x' } })).toMatchObject({
    details: [{ path: 'variables.prefix', message: 'there are no fields here; leave it out' }],
  });
  expect(await refuse({ sync: 'item' })).toMatchObject({
    code: 'not_found',
    message: 'There is no sync of that name. Did you mean "items"?',
  });
  expect(await getSync(services.as('viewer'), items)).toEqual(before);
});

test('each change is in the audit log, and saving what is there already is none', async () => {
  const connectionId = await connect();
  const items = { connectionId, sync: 'items' };
  await updateSync(services.as('admin'), { ...items, schedule: '0 */2 * * *', isEnabled: false });
  await updateSync(services.as('admin'), { ...items, schedule: '0 */2 * * *' });
  const { data } = await listAuditEntries(services.as('admin'), {});
  const notes = data.filter(({ action, target }) => action === 'sync.update' && target?.id === connectionId);
  expect(notes).toMatchObject([
    {
      before: { isEnabled: null, schedule: null },
      after: { isEnabled: false, schedule: '0 */2 * * *' },
    },
  ]);
});

test('other variables make the next read begin anew, and wait for a run that is under way', async () => {
  const { deps, organizations } = services;
  const store = await startChangeStore(3);
  store.put('other', 'Other', Date.UTC(2026, 0, 1));
  const { id: connectionId } = await connectChanges(services.as('admin'), store);
  const byKey = { connectionId, sync: 'byKey' };
  const stateOf = () => getSyncState(deps.db.orm, { organizationId: organizations.a, ...byKey });
  await startSync(services.as('member'), byKey);
  let refused: unknown;
  store.onRequest = async () => {
    refused ??= await catchError(() => updateSync(services.as('admin'), { ...byKey, variables: { prefix: 'i-' } }));
    return false;
  };
  expect(await services.drain()).toMatchObject([{ status: 'success', stats: { read: 4 } }]);
  store.onRequest = null;
  expect(refused).toMatchObject({ code: 'conflict', message: expect.stringContaining('Wait for it or cancel it') });
  expect((await stateOf())?.state).not.toBeNull();

  const changed = await updateSync(services.as('admin'), { ...byKey, variables: { prefix: 'i-' } });
  expect(changed).toMatchObject({ variables: { prefix: 'i-' }, fields: [{ name: 'prefix' }] });
  expect((await stateOf())?.state).toBeNull();
  await startSync(services.as('member'), byKey);
  expect(await services.drain()).toMatchObject([{ status: 'success', stats: { read: 3, deleted: 1 } }]);
  await store.close();
});
