// Findings from the read of a real local server to what people see, on each database there is.
import { findings, listEvents } from '@patchbay/db';
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listAuditEntries } from '../audit/list.ts';
import { createConnection } from '../connections/create.ts';
import { deleteConnection } from '../connections/delete.ts';
import type { Finding } from '../dto/index.ts';
import { createFindingException } from '../finding-exceptions/create.ts';
import { deleteFindingException } from '../finding-exceptions/delete.ts';
import { listFindingExceptions } from '../finding-exceptions/list.ts';
import { updateFindingException } from '../finding-exceptions/update.ts';
import { listRecords } from '../records/list.ts';
import { listRunLogs } from '../runs/list-logs.ts';
import { startSync } from '../syncs/start.ts';
import { type Alert, type AlertServer, alertManifest, startAlertServer } from '../testing/alert-server.ts';
import { catchError } from '../testing/catch-error.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { getFinding } from './get.ts';
import { listFindings } from './list.ts';
import { reopenDueFindings } from './reopen-due.ts';
import { summarizeFindings } from './summarize.ts';
import { updateFinding } from './update.ts';

const minute = 60_000;
let now = Date.parse('2030-01-01T00:00:00.000Z');
let services: TestServices;
let server: AlertServer;
let connectionId: string;

beforeAll(async () => {
  services = await createTestServices({ clock: { now: () => now }, manifests: [alertManifest] });
});
afterAll(() => services?.close());
beforeEach(async () => {
  server = await startAlertServer();
  const settings = { baseUrl: server.url };
  ({ id: connectionId } = await createConnection(services.as('admin'), { providerSlug: 'alert-store', settings }));
});
afterEach(async () => {
  await server.close();
  for (const { id } of (await listFindingExceptions(services.as('admin'), {})).data)
    await deleteFindingException(services.as('admin'), { id });
});

function alert(id: string, more: Partial<Alert> = {}): Alert {
  return { id, title: `Alert ${id}`, level: 'high', status: 'open', rule: `rule-${id}`, resource: 'app', ...more };
}

async function read(sync = 'alerts') {
  now += minute;
  await startSync(services.as('member'), { connectionId, sync });
  const [run] = await services.drain();
  if (!run) throw new Error('the sync was not run');
  return run;
}

/** Findings of the connection by their key at the provider. */
async function all(): Promise<Record<string, Finding>> {
  const { data } = await listFindings(services.as('viewer'), { connectionId, limit: 500 });
  return Object.fromEntries(data.map((finding) => [finding.externalId, finding]));
}

async function one(externalId = 'a'): Promise<Finding> {
  const finding = (await all())[externalId];
  if (!finding) throw new Error(`there is no finding ${externalId}`);
  return finding;
}

/** What was told of findings of the connection, oldest first: the type and the key. */
async function told(): Promise<[string, string | null][]> {
  const events = await listEvents(services.deps.db.orm, { organizationId: services.organizations.a, limit: 100_000 });
  return events
    .filter((event) => event.connectionId === connectionId && event.type.startsWith('finding.'))
    .map(({ type, data }) => [type, 'externalId' in data ? (data.externalId as string) : null]);
}

const rows = () => services.deps.db.orm.select().from(findings).where(eq(findings.connectionId, connectionId));
const ignore = (id: string, more = {}) =>
  updateFinding(services.as('member'), { id, status: 'ignored', reason: 'we live with it', ...more });

test('each record of the model is a finding with our severity and the word of the provider, told once', async () => {
  server.alerts = [
    alert('a', { level: 'BLOCKER', link: 'https://example.com/a' }),
    alert('b', { level: 9.8, link: 'javascript:alert(1)' }),
    alert('c', { level: 'minor' }),
    alert('d', { level: 'weird' }),
    alert('e', { level: null, title: 'NUL \0 and half \ud800' }),
    alert('f', { status: 'fixed' }),
    alert('g', { status: 'dismissed' }),
    alert('h', { status: 'on hold' }),
  ];
  const run = await read();
  expect(run).toMatchObject({ status: 'success', stats: { read: 8, added: 8, unknownWords: 3 } });
  const found = await all();
  expect(
    Object.values(found)
      .map(({ externalId, severity, providerSeverity, status }) => [externalId, severity, providerSeverity, status])
      .sort(),
  ).toEqual([
    ['a', 'critical', 'BLOCKER', 'open'],
    ['b', 'critical', '9.8', 'open'],
    ['c', 'low', 'minor', 'open'],
    ['d', 'medium', 'weird', 'open'],
    ['e', 'medium', null, 'open'],
    ['f', 'high', 'high', 'resolved'],
    ['g', 'high', 'high', 'ignored'],
    ['h', 'high', 'high', 'open'],
  ]);
  expect(found.a).toMatchObject({
    connectionId,
    providerSlug: 'alert-store',
    sync: 'alerts',
    title: 'Alert a',
    rule: 'rule-a',
    resource: 'app',
    url: 'https://example.com/a',
    reopenedCount: 0,
    firstSeenAt: new Date(now).toISOString(),
    lastSeenAt: new Date(now).toISOString(),
  });
  expect(found.b?.url).toBeNull();
  const log = (await listRunLogs(services.as('viewer'), { id: run.id })).data.map(({ message }) => message).join('\n');
  expect(log).toContain('The severity "weird" has no meaning in the manifest, so it counts as medium: 1 finding.');
  expect(log).toContain('No severity is given, so it counts as medium: 1 finding.');
  expect(log).toContain('The state "on hold" has no meaning in the manifest, so it counts as open: 1 finding.');
  // The worst first; what was fixed before anybody saw it is no news.
  expect(await told()).toEqual([
    ['finding.opened', 'a'],
    ['finding.opened', 'b'],
    ['finding.ignored', 'g'],
    ['finding.opened', 'h'],
    ['finding.opened', 'd'],
    ['finding.opened', 'e'],
    ['finding.opened', 'c'],
  ]);
  expect(await getFinding(services.as('viewer'), { id: found.a?.id ?? '' })).toMatchObject({
    title: 'Alert a',
    record: { id: 'a', severity: 'critical', providerSeverity: 'BLOCKER', ruleId: 'rule-a' },
  });
});

test('reading the same again writes no finding, tells nothing, and still says when it was last seen', async () => {
  server.alerts = [alert('a'), alert('b')];
  await read();
  const before = await rows();
  const count = (await told()).length;
  services.statements.length = 0;
  expect((await read()).stats).toMatchObject({ unchanged: 2, updated: 0 });
  expect(services.statements.filter((statement) => /^\s*(insert into|update) "findings"/.test(statement))).toEqual([]);
  expect(await rows()).toEqual(before);
  expect(await told()).toHaveLength(count);
  const finding = await one();
  expect(finding.firstSeenAt).toBe(new Date(now - minute).toISOString());
  expect(finding.lastSeenAt).toBe(new Date(now).toISOString());
});

test('what a complete read no longer holds is resolved, and open again when it is back', async () => {
  server.alerts = [alert('a'), alert('b'), alert('c')];
  await read();
  server.alerts = [alert('b'), alert('c')];
  await read();
  expect(await one()).toMatchObject({
    status: 'resolved',
    statusReason: 'The provider does not have it any more.',
    statusChangedBy: null,
    lastSeenAt: new Date(now - minute).toISOString(),
  });
  const id = (await one()).id;
  server.alerts = [alert('a'), alert('b'), alert('c')];
  await read();
  expect(await one()).toMatchObject({
    id,
    status: 'open',
    statusReason: 'Seen again.',
    reopenedCount: 1,
    firstSeenAt: new Date(now - 2 * minute).toISOString(),
  });
  expect((await told()).filter(([, key]) => key === 'a')).toEqual([
    ['finding.opened', 'a'],
    ['finding.resolved', 'a'],
    ['finding.reopened', 'a'],
  ]);
});

test("the provider's own word resolves, and its taking that back opens again", async () => {
  server.alerts = [alert('a'), alert('b')];
  await read();
  server.alerts = [alert('a', { status: 'Fixed' }), alert('b', { level: 'low' })];
  await read();
  expect(await all()).toMatchObject({
    a: { status: 'resolved', statusReason: 'Resolved at the provider.' },
    b: { status: 'open', severity: 'low' },
  });
  server.alerts = [alert('a'), alert('b', { level: 'low' })];
  await read();
  expect(await one()).toMatchObject({ status: 'open', reopenedCount: 1 });
  expect((await told()).slice(2)).toEqual([
    ['finding.resolved', 'a'],
    ['finding.changed', 'b'],
    ['finding.reopened', 'a'],
  ]);
});

test('a tombstone resolves what it names', async () => {
  server.alerts = [alert('a'), alert('b')];
  await read('marked');
  server.alerts = [alert('a', { gone: true })];
  await read('marked');
  expect(await all()).toMatchObject({ a: { status: 'resolved' }, b: { status: 'open' } });
  // Nobody said that b was there: such a read proves nothing about it.
  expect((await one('b')).lastSeenAt).toBe(new Date(now - minute).toISOString());
});

describe('a read that failed resolves nothing', () => {
  beforeEach(async () => {
    server.alerts = Array.from({ length: 250 }, (_, index) => alert(`a${index}`));
    await read();
  });
  const open = async () => (await summarizeFindings(services.as('viewer'), { connectionId })).byStatus.open;

  test.each([0, 100])('broken off at %i', async (at) => {
    server.alerts = server.alerts.slice(0, 150);
    server.onList = (offset, response) => {
      if (offset < at) return false;
      response.writeHead(400, { 'content-type': 'application/json' }).end('{"message":"closed"}');
      return true;
    };
    expect((await read()).status).toBe(at === 0 ? 'error' : 'partial');
    expect(await open()).toBe(250);
    expect((await told()).filter(([type]) => type === 'finding.resolved')).toEqual([]);
    // What comes of the next complete read is told then.
    server.onList = null;
    await read();
    expect(await open()).toBe(150);
  });

  test('a read that misses more than half is not believed the first time', async () => {
    server.alerts = server.alerts.slice(0, 20);
    expect((await read()).status).not.toBe('success');
    expect(await open()).toBe(250);
    expect((await told()).filter(([type]) => type === 'finding.resolved')).toEqual([]);
    await read();
    expect(await open()).toBe(20);
  });
});

describe('what people decide', () => {
  beforeEach(async () => {
    server.alerts = [alert('a'), alert('b')];
    await read();
  });

  test('ignored for a reason, it stays ignored while it changes, and somebody can open it again', async () => {
    const { id } = await one();
    expect(await ignore(id)).toMatchObject({
      status: 'ignored',
      statusReason: 'we live with it',
      statusChangedBy: 'user-member',
      ignoredUntil: null,
    });
    server.alerts = [alert('a', { title: 'Other words', level: 'critical' }), alert('b')];
    await read();
    expect(await one()).toMatchObject({ status: 'ignored', title: 'Other words', severity: 'critical' });
    expect(await updateFinding(services.as('member'), { id, status: 'open' })).toMatchObject({
      status: 'open',
      statusReason: 'Opened again.',
      reopenedCount: 1,
    });
    expect((await told()).slice(2)).toEqual([
      ['finding.ignored', 'a'],
      ['finding.reopened', 'a'],
    ]);
    const { data } = await listAuditEntries(services.as('admin'), { targetId: id });
    expect(data.map(({ action, actor }) => [action, actor.id])).toEqual([
      ['finding.reopen', 'user-member'],
      ['finding.ignore', 'user-member'],
    ]);
    expect(data[1]).toMatchObject({
      before: { status: 'open' },
      after: { status: 'ignored', reason: 'we live with it', until: null },
    });
  });

  test('asking for what is so already is no change', async () => {
    const { id } = await one();
    await ignore(id);
    const count = (await told()).length;
    await ignore(id);
    await updateFinding(services.as('member'), { id: (await one('b')).id, status: 'open' });
    expect(await told()).toHaveLength(count);
    expect((await listAuditEntries(services.as('admin'), { targetId: id })).data).toHaveLength(1);
  });

  test('ignored until a time, it is open again when the job comes after it, and not before', async () => {
    const { id } = await one();
    const until = new Date(now + 10 * minute).toISOString();
    await ignore(id, { until });
    expect(await one()).toMatchObject({ status: 'ignored', ignoredUntil: until });
    now += 9 * minute;
    expect(await reopenDueFindings(services.deps)).toBe(0);
    now += minute;
    expect(await reopenDueFindings(services.deps)).toBe(1);
    expect(await reopenDueFindings(services.deps)).toBe(0);
    expect(await one()).toMatchObject({
      status: 'open',
      statusReason: 'The time for which it was ignored is over.',
      ignoredUntil: null,
      statusChangedBy: null,
    });
    expect((await told()).at(-1)).toEqual(['finding.reopened', 'a']);
  });

  test('called resolved, it is open again when an unchanged read still holds it', async () => {
    const { id } = await one();
    await updateFinding(services.as('member'), { id, status: 'resolved', reason: 'patched' });
    expect(await one()).toMatchObject({ status: 'resolved', statusReason: 'patched' });
    expect((await read()).stats).toMatchObject({ unchanged: 2 });
    expect(await one()).toMatchObject({ status: 'open', statusReason: 'Seen again.', reopenedCount: 1 });
  });

  test('what the provider resolved is not opened by people, and gone ones are not ignored', async () => {
    server.alerts = [alert('b')];
    await read();
    const { id } = await one();
    expect((await catchError(() => updateFinding(services.as('owner'), { id, status: 'open' }))).code).toBe('conflict');
    expect((await catchError(() => ignore(id))).code).toBe('conflict');
  });

  test.each([
    [{ status: 'ignored' }, 'reason'],
    [{ status: 'ignored', reason: ' ' }, 'reason'],
    [{ status: 'ignored', reason: 'x', until: '2020-01-01T00:00:00Z' }, 'until'],
    [{ status: 'ignored', reason: 'x', until: 'tomorrow' }, 'until'],
    [{ status: 'gone' }, 'status'],
    [{ status: 'open', until: '2040-01-01T00:00:00Z' }, 'until'],
  ])('%j is refused', async (input, path) => {
    const { id } = await one();
    const error = await catchError(() => updateFinding(services.as('owner'), { id, ...input } as never));
    expect(error.code).toBe('invalid_input');
    expect(error.details?.[0]?.path).toBe(path);
    expect((await one()).status).toBe('open');
  });
});

describe('exceptions', () => {
  const except = (input: object) =>
    createFindingException(services.as('admin'), { reason: 'accepted', ...input } as never);

  test('ignore the findings there are and those to come, by rule and resource, and no others', async () => {
    server.alerts = [
      alert('a', { rule: 'CVE-2024-1', resource: 'web/api' }),
      alert('b', { rule: 'CVE-2024-1', resource: 'db' }),
      alert('c', { rule: 'CVE-2024-%', resource: 'web/ui' }),
    ];
    await read();
    const { id } = await except({ rule: 'CVE-2024-*', resource: 'web/*' });
    const statuses = async () =>
      Object.entries(await all())
        .map(([key, { status }]) => `${key} ${status}`)
        .sort();
    expect(await statuses()).toEqual(['a ignored', 'b open', 'c ignored']);
    server.alerts = [
      ...server.alerts,
      alert('d', { rule: 'CVE-2024-9', resource: 'web/new' }),
      alert('e', { rule: 'CVE-2023-9', resource: 'web/new' }),
    ];
    await read();
    expect(await statuses()).toEqual(['a ignored', 'b open', 'c ignored', 'd ignored', 'e open']);
    expect(await one('d')).toMatchObject({ exceptionId: id, statusReason: 'accepted', statusChangedBy: null });
    // It is the exception's to open it.
    const ignored = await one('d');
    const refused = await catchError(() => updateFinding(services.as('owner'), { id: ignored.id, status: 'open' }));
    expect(refused).toMatchObject({ code: 'conflict', message: expect.stringContaining(id) });
    // One that no longer fits is open.
    server.alerts = server.alerts.map((one) => (one.id === 'd' ? { ...one, resource: 'elsewhere' } : one));
    await read();
    expect(await one('d')).toMatchObject({ status: 'open', exceptionId: null, reopenedCount: 1 });

    await deleteFindingException(services.as('admin'), { id });
    expect(await statuses()).toEqual(['a open', 'b open', 'c open', 'd open', 'e open']);
    expect((await told()).slice(3)).toEqual([
      ['finding.ignored', 'a'],
      ['finding.ignored', 'c'],
      ['finding.ignored', 'd'],
      ['finding.opened', 'e'],
      ['finding.reopened', 'd'],
      ['finding.reopened', 'a'],
      ['finding.reopened', 'c'],
    ]);
    const { data } = await listAuditEntries(services.as('admin'), { targetId: id });
    expect(data.map(({ action, after }) => [action, (after as { findings: number }).findings])).toEqual([
      ['finding_exception.delete', 2],
      ['finding_exception.create', 2],
    ]);
  });

  test('a pattern is text: only the star stands for others', async () => {
    server.alerts = [alert('a', { rule: 'a_b' }), alert('b', { rule: 'axb' }), alert('c', { rule: 'a%b' })];
    await read();
    await except({ rule: 'a_b' });
    await except({ rule: 'a%*' });
    expect(
      Object.entries(await all())
        .map(([key, { status }]) => [key, status])
        .sort(),
    ).toEqual([
      ['a', 'ignored'],
      ['b', 'open'],
      ['c', 'ignored'],
    ]);
  });

  test('one for a connection leaves others alone', async () => {
    server.alerts = [alert('a')];
    await read();
    const settings = { baseUrl: server.url };
    const other = await createConnection(services.as('admin'), {
      providerSlug: 'alert-store',
      settings,
      name: 'Other',
    });
    await except({ rule: '*', connectionId: other.id });
    expect((await one()).status).toBe('open');
  });

  test('when it runs out the findings are open again; a later end keeps them ignored', async () => {
    server.alerts = [alert('a')];
    await read();
    const { id } = await except({ rule: 'rule-a', expiresAt: new Date(now + 5 * minute).toISOString() });
    const later = new Date(now + 20 * minute).toISOString();
    await updateFindingException(services.as('admin'), { id, expiresAt: later, reason: 'for longer' });
    expect(await one()).toMatchObject({ status: 'ignored', ignoredUntil: later, statusReason: 'for longer' });
    now += 10 * minute;
    await reopenDueFindings(services.deps);
    expect((await one()).status).toBe('ignored');
    now += 10 * minute;
    await reopenDueFindings(services.deps);
    expect(await one()).toMatchObject({ status: 'open', exceptionId: null });
    expect((await listFindingExceptions(services.as('viewer'), {})).data).toMatchObject([{ id, isExpired: true }]);
    // A new finding it would have fitted is open as well.
    server.alerts = [alert('a'), alert('b', { rule: 'rule-a' })];
    await read();
    expect((await one('b')).status).toBe('open');
  });

  test('when one goes, another that fits takes its place without a word', async () => {
    server.alerts = [alert('a')];
    await read();
    const first = await except({ rule: 'rule-a' });
    const second = await except({ resource: 'app' });
    const count = (await told()).length;
    await deleteFindingException(services.as('admin'), { id: first.id });
    expect(await one()).toMatchObject({ status: 'ignored', exceptionId: second.id });
    expect(await told()).toHaveLength(count);
  });

  test.each([
    [{}, 'rule'],
    [{ rule: 'x', reason: '' }, 'reason'],
    [{ rule: ' ' }, 'rule'],
    [{ rule: 'x', expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
  ])('%j is refused', async (input, path) => {
    const error = await catchError(() => except(input));
    expect(error.code).toBe('invalid_input');
    expect(error.details?.[0]?.path).toBe(path);
  });

  test('one that would be made on a connection of another organization finds none', async () => {
    const foreign = services.as('owner', { organizationId: services.organizations.b });
    const error = await catchError(() => createFindingException(foreign, { connectionId, rule: 'x', reason: 'x' }));
    expect(error.code).toBe('not_found');
  });
});

test('a large first read tells the first findings one by one and the rest in numbers, and loses none', async () => {
  server.alerts = Array.from({ length: 1_200 }, (_, index) =>
    alert(`a${index}`, { level: index % 2 === 0 ? 'low' : 'critical' }),
  );
  await read();
  const organizationId = services.organizations.a;
  const events = (await listEvents(services.deps.db.orm, { organizationId, limit: 100_000 })).filter(
    (event) => event.connectionId === connectionId && event.type.startsWith('finding.'),
  );
  const single = events.filter(({ type }) => type === 'finding.opened');
  const summaries = events.filter(({ type }) => type === 'finding.summary');
  expect(single).toHaveLength(500);
  expect(summaries.length).toBeGreaterThan(0);
  const inNumbers = summaries.reduce((sum, { data }) => sum + (data.opened as number), 0);
  expect(inNumbers).toBe(700);
  expect(summaries[0]?.data).toMatchObject({ connectionId, sync: 'alerts', providerSlug: 'alert-store' });
  expect(await summarizeFindings(services.as('viewer'), { connectionId })).toMatchObject({
    total: 1_200,
    byStatus: { open: 1_200, resolved: 0, ignored: 0 },
    bySeverity: { critical: { open: 600 }, low: { open: 600 } },
  });
  expect((await listRecords(services.as('viewer'), { connectionId, limit: 1 })).data[0]?.model).toBe('finding');
});

test('lists are filtered and paged', async () => {
  server.alerts = [
    alert('a', { level: 'low', rule: 'x/1', resource: 'r1' }),
    alert('b', { level: 'high', rule: 'x/2', resource: 'r2' }),
    alert('c', { level: 'high', rule: 'y', resource: 'r2', status: 'dismissed' }),
  ];
  await read();
  const keys = async (filters: object) =>
    (await listFindings(services.as('viewer'), { connectionId, ...filters })).data.map((row) => row.externalId).sort();
  expect(await keys({ severity: 'high' })).toEqual(['b', 'c']);
  expect(await keys({ status: 'ignored' })).toEqual(['c']);
  expect(await keys({ rule: 'x/*' })).toEqual(['a', 'b']);
  expect(await keys({ rule: 'y' })).toEqual(['c']);
  expect(await keys({ resource: 'r2', severity: 'high', status: 'open' })).toEqual(['b']);
  expect(await keys({ providerSlug: 'item-store' })).toEqual([]);
  const first = await listFindings(services.as('viewer'), { connectionId, limit: 2 });
  const cursor = first.nextCursor ?? '';
  const second = await listFindings(services.as('viewer'), { connectionId, limit: 2, cursor });
  expect([...first.data, ...second.data].map((row) => row.externalId).sort()).toEqual(['a', 'b', 'c']);
  expect(second.nextCursor).toBeNull();
});

test('findings of a deleted connection do not exist', async () => {
  server.alerts = [alert('a')];
  await read();
  const { id } = await one();
  await deleteConnection(services.as('admin'), { id: connectionId });
  expect((await catchError(() => getFinding(services.as('owner'), { id }))).code).toBe('not_found');
  expect((await catchError(() => ignore(id))).code).toBe('not_found');
  const list = await listFindings(services.as('viewer'), { limit: 500 });
  expect(list.data.map((finding) => finding.id)).not.toContain(id);
});
