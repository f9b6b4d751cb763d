import { appendEvidence, evidence } from '@patchbay/db';
import { gt } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deleteConnection } from '../connections/delete.ts';
import { pauseConnection } from '../connections/pause.ts';
import { verifyEvidenceChain } from '../evidence/verify-chain.ts';
import { listRuns } from '../runs/list.ts';
import { catchError } from '../testing/catch-error.ts';
import { connectItems } from '../testing/connect-items.ts';
import { createTestClock } from '../testing/create-test-clock.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { type ItemServer, startItemServer } from '../testing/item-server.ts';
import { archiveDueEvidence } from './archive-due.ts';
import { getEvidenceArchive } from './get.ts';
import { removeEvidenceArchive } from './remove.ts';
import { saveEvidenceArchive } from './save.ts';

const minuteMs = 60_000;
const clock = createTestClock();
let services: TestServices;
let server: ItemServer;
let connectionId: string;
beforeEach(async () => {
  services = await createTestServices({ clock });
  server = await startItemServer();
  connectionId = (await connectItems(services.as('admin'), server, 'Store')).id;
});
afterEach(async () => {
  await server.close();
  await services.close();
});

async function append(count: number, content: unknown = { seen: 'all is well' }): Promise<void> {
  for (let index = 0; index < count; index += 1)
    await services.deps.db.orm.transaction((tx) =>
      appendEvidence(tx, {
        ...{ organizationId: services.organizations.a, at: new Date(clock.now()), kind: 'doctor', verdict: 'ok' },
        ...{ summary: 'It works.', connectionId, connectionName: 'Store', providerSlug: 'item-store', content },
        actor: { type: 'system', id: 'doctor' },
      }),
    );
}

/** Does what is due now, up to its end. */
async function drain(deps = services.deps): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) if (!(await archiveDueEvidence(deps))) return;
  throw new Error('It never ends.');
}

const view = async () => (await getEvidenceArchive(services.as('viewer'))).archive;
/** Keys below the folder of organization A, in order. */
const stored = () =>
  [...server.objects.keys()]
    .map((key) => key.replace(`${services.organizations.a}/`, ''))
    .filter((key) => !key.endsWith('README.txt'))
    .sort();
const entriesOf = (key: string) =>
  (server.objects.get(key.replace('evidence/', `evidence/${services.organizations.a}/`)) ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { seq: number; hash: string; prevHash: string });

test('choosing a place stores a first object at once, then all evidence there is, then what comes', async () => {
  await append(3);
  expect(await getEvidenceArchive(services.as('viewer'))).toEqual({
    archive: null,
    choices: [{ connectionId, name: 'Store', providerSlug: 'item-store' }],
  });
  const saved = await saveEvidenceArchive(services.as('admin'), { connectionId, bucket: 'evidence' });
  expect(saved).toMatchObject({ connectionName: 'Store', bucket: 'evidence', prefix: '', archivedSeq: 0, error: null });
  expect([...server.objects.keys()]).toEqual([`evidence/${services.organizations.a}/README.txt`]);
  await drain();
  expect(stored()).toEqual(['evidence/0000000001-0000000003.jsonl']);
  const entries = entriesOf('evidence/0000000001-0000000003.jsonl');
  expect(entries.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(entries.map(({ prevHash }) => prevHash).slice(1)).toEqual(entries.map(({ hash }) => hash).slice(0, 2));
  expect(await view()).toMatchObject({ archivedSeq: 3, archivedAt: expect.any(String), error: null });

  await append(2);
  await drain();
  expect(stored()).toHaveLength(1);
  clock.pass(minuteMs);
  await drain();
  expect(stored()).toEqual(['evidence/0000000001-0000000003.jsonl', 'evidence/0000000004-0000000005.jsonl']);
  // Storing is a call at the provider like any other, and seen as one.
  const { data } = await listRuns(services.as('viewer'), { connectionId });
  expect(data.filter(({ name }) => name === 'storage.put')).toHaveLength(3);
});

test('a prefix stands before the folder of the organization', async () => {
  await saveEvidenceArchive(services.as('admin'), { connectionId, bucket: 'evidence', prefix: 'patchbay/prod' });
  expect([...server.objects.keys()]).toEqual([`evidence/patchbay/prod/${services.organizations.a}/README.txt`]);
});

test('what the provider refuses is said, and everything stays as it was', async () => {
  server.onPut = () => 403;
  const error = await catchError(() => saveEvidenceArchive(services.as('admin'), { connectionId, bucket: 'evidence' }));
  expect([error.code, error.message]).toEqual(['upstream_failed', expect.stringContaining('the store refuses it')]);
  expect(await view()).toBeNull();
});

test.each([
  [{ bucket: '../x' }, 'bucket'],
  [{ bucket: '' }, 'bucket'],
  [{ prefix: 'a/../b' }, 'prefix'],
  [{ prefix: '/a' }, 'prefix'],
  [{ prefix: 'a//b' }, 'prefix'],
  [{ prefix: 'a?b' }, 'prefix'],
])('%j is refused', async (change, path) => {
  const error = await catchError(() =>
    saveEvidenceArchive(services.as('admin'), { connectionId, bucket: 'evidence', ...change }),
  );
  expect(error.code).toBe('invalid_input');
  expect(error.details?.map((detail) => detail.path)).toEqual([path]);
  expect(server.objects.size).toBe(0);
});

test('a connection of another organization does not exist', async () => {
  const other = services.as('admin', { organizationId: services.organizations.b });
  const error = await catchError(() => saveEvidenceArchive(other, { connectionId, bucket: 'evidence' }));
  expect(error.code).toBe('not_found');
  expect(await getEvidenceArchive(other)).toEqual({ archive: null, choices: [] });
});

describe('with a place', () => {
  beforeEach(async () => {
    await saveEvidenceArchive(services.as('admin'), { connectionId, bucket: 'evidence' });
  });

  test('a store that is away is tried again, later each time, and nothing is lost', async () => {
    await append(2);
    server.onPut = () => 503;
    const pauses: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      await drain();
      const archive = await view();
      expect(archive).toMatchObject({ archivedSeq: 0, error: expect.stringContaining('the store refuses it') });
      const pauseMs = Date.parse(archive?.nextAt ?? '') - clock.now();
      pauses.push(pauseMs / minuteMs);
      clock.pass(pauseMs);
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    server.onPut = null;
    await append(1);
    await drain();
    // The object of the first try first, whatever came meanwhile.
    expect(stored()).toEqual(['evidence/0000000001-0000000002.jsonl', 'evidence/0000000003-0000000003.jsonl']);
    expect(await view()).toMatchObject({ archivedSeq: 3, error: null });
  });

  test('a process that dies between storing and noting stores the same object again, under the same key', async () => {
    await append(2);
    const { orm } = services.deps.db;
    let isDead = false;
    server.onPut = () => {
      isDead = true;
      return undefined;
    };
    // The database is gone once the object is stored: the run of the put cannot be noted either.
    const dying = new Proxy(orm, {
      get(target, name) {
        if (isDead) throw new Error('killed');
        const value = Reflect.get(target, name) as unknown;
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    await expect(drain({ ...services.deps, db: { ...services.deps.db, orm: dying } })).rejects.toThrow('killed');
    expect(stored()).toEqual(['evidence/0000000001-0000000002.jsonl']);
    const first = server.objects.get(`evidence/${services.organizations.a}/0000000001-0000000002.jsonl`);
    server.onPut = null;
    await append(3);
    await drain();
    expect(stored(), 'somebody else holds it for five minutes').toHaveLength(1);
    clock.pass(5 * minuteMs);
    await drain();
    expect(stored()).toEqual(['evidence/0000000001-0000000002.jsonl', 'evidence/0000000003-0000000005.jsonl']);
    expect(server.objects.get(`evidence/${services.organizations.a}/0000000001-0000000002.jsonl`)).toBe(first);
  });

  test('two processes store each entry once', async () => {
    await append(20);
    await Promise.all([drain(), drain(), drain()]);
    expect(stored()).toEqual(['evidence/0000000001-0000000020.jsonl']);
    const { data } = await listRuns(services.as('viewer'), { connectionId });
    expect(data.filter(({ name }) => name === 'storage.put')).toHaveLength(2);
  });

  test('large evidence makes several objects', async () => {
    await append(3, { log: 'x'.repeat(300_000) });
    await drain();
    expect(stored()).toEqual([
      'evidence/0000000001-0000000001.jsonl',
      'evidence/0000000002-0000000002.jsonl',
      'evidence/0000000003-0000000003.jsonl',
    ]);
  });

  test('entries cut off the end are missed, which the chain alone cannot tell', async () => {
    await append(4);
    await drain();
    expect(await verifyEvidenceChain(services.as('viewer'))).toMatchObject({ ok: true, checked: 4 });
    await services.deps.db.orm.delete(evidence).where(gt(evidence.seq, 2));
    expect(await verifyEvidenceChain(services.as('viewer'))).toMatchObject({
      ok: false,
      problem: { seq: 4, message: 'it was stored elsewhere and is gone here' },
    });
    // Others in their place do not hide it.
    await append(2, { seen: 'something else' });
    expect(await verifyEvidenceChain(services.as('viewer'))).toMatchObject({
      ok: false,
      problem: { seq: 4, message: 'it is not the one stored elsewhere' },
    });
    clock.pass(minuteMs);
    await append(1);
    await drain();
    expect(await view()).toMatchObject({ archivedSeq: 4, error: expect.stringContaining('do not follow') });
    expect(stored()).toHaveLength(1);
  });

  test('another place gets all of it, and who still stores at the old one changes nothing', async () => {
    await append(2);
    await drain();
    await saveEvidenceArchive(services.as('admin'), { connectionId, bucket: 'second' });
    await drain();
    expect(stored()).toEqual(['evidence/0000000001-0000000002.jsonl', 'second/0000000001-0000000002.jsonl']);
  });

  test('a connection that is paused or deleted is said so, for evidence is not stored meanwhile', async () => {
    await append(1);
    await pauseConnection(services.as('admin'), { id: connectionId });
    await drain();
    expect((await view())?.error).toMatch(/paused/i);
    await deleteConnection(services.as('admin'), { id: connectionId });
    clock.pass(60 * minuteMs);
    await drain();
    expect((await view())?.error).toContain('There is no such connection');
    expect(stored()).toEqual([]);
    expect((await getEvidenceArchive(services.as('viewer'))).choices).toEqual([]);
  });

  test('one organization’s store that is away keeps nobody else waiting', async () => {
    const { b } = services.organizations;
    const other = services.as('admin', { organizationId: b });
    const theirs = await connectItems(other, server, 'Theirs');
    await saveEvidenceArchive(other, { connectionId: theirs.id, bucket: 'theirs' });
    await append(1);
    await services.deps.db.orm.transaction((tx) =>
      appendEvidence(tx, {
        ...{ organizationId: b, at: new Date(clock.now()), kind: 'doctor', verdict: 'ok', summary: 'It works.' },
        ...{ connectionId: theirs.id, connectionName: 'Theirs', providerSlug: 'item-store', content: {} },
        actor: { type: 'system', id: 'doctor' },
      }),
    );
    server.onPut = (key) => (key.startsWith('evidence/') ? 500 : undefined);
    await drain();
    expect([...server.objects.keys()]).toContain(`theirs/${b}/0000000001-0000000001.jsonl`);
    expect(await view()).toMatchObject({ archivedSeq: 0 });
  });

  test('removing the place leaves what is stored, and says when there is none', async () => {
    await append(1);
    await drain();
    await removeEvidenceArchive(services.as('admin'));
    clock.pass(minuteMs);
    await append(1);
    await drain();
    expect(stored()).toHaveLength(1);
    expect((await catchError(() => removeEvidenceArchive(services.as('admin')))).code).toBe('not_found');
  });

  test('offline nothing is stored', async () => {
    await append(1);
    const { settings } = services.deps;
    expect(await archiveDueEvidence({ ...services.deps, settings: { ...settings, offline: true } })).toBe(false);
    expect(stored()).toEqual([]);
    expect(await view()).toMatchObject({ archivedSeq: 0, error: null });
  });
});
