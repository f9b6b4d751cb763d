import { type AuditInput, type Database, listAudit, newId } from '@patchbay/db';
import { createTestDb } from '@patchbay/db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { catchError } from '../testing/catch-error.ts';
import { createProxyAudit } from './create-proxy-audit.ts';

let db: Database;
beforeAll(async () => {
  db = await createTestDb();
});
afterAll(() => db.close());

/** A database that can be away. */
function createSwitch() {
  const state = { isAway: false, transactions: 0 };
  const transaction: Database['orm']['transaction'] = async (work) => {
    if (state.isAway) throw new Error('the database is away');
    state.transactions += 1;
    return db.orm.transaction(work);
  };
  return {
    state,
    db: { orm: new Proxy(db.orm, { get: (orm, name) => (name === 'transaction' ? transaction : orm[name as never]) }) },
  };
}

const entry = (organizationId: string, path: string): AuditInput => ({
  ...{ organizationId, at: new Date(), action: 'proxy.call', after: { path } },
  actor: { type: 'api_key', id: 'key_1' },
  target: { type: 'connection', id: 'con_1' },
});
const written = async (organizationId: string) =>
  (await listAudit(db.orm, { organizationId, limit: 100 })).rows.map(({ after }) => (after as { path: string }).path);

test('what waits is written in batches by organization, once, however often it is asked for', async () => {
  const [a, b] = [newId('org'), newId('org')];
  const { state, db: watched } = createSwitch();
  const audit = createProxyAudit(watched, { maxBatch: 2 });
  for (const path of ['1', '2', '3']) audit.add(entry(a, path));
  audit.add(entry(b, '1'));
  await Promise.all([audit.flush(), audit.flush()]);
  await audit.flush();
  expect([await written(a), await written(b)]).toEqual([['3', '2', '1'], ['1']]);
  expect(state.transactions).toBe(3);
});

test('while the database is away nothing is lost, and once as many wait as may, nothing more is let through', async () => {
  const organizationId = newId('org');
  const { state, db: watched } = createSwitch();
  const audit = createProxyAudit(watched, { maxWaiting: 2 });
  state.isAway = true;
  await audit.makeRoom();
  audit.add(entry(organizationId, '1'));
  await expect(audit.flush()).rejects.toThrow();
  await audit.makeRoom();
  audit.add(entry(organizationId, '2'));
  expect(await catchError(() => audit.makeRoom())).toMatchObject({ code: 'overloaded', retryAfterSeconds: 10 });
  state.isAway = false;
  await audit.makeRoom();
  expect(await written(organizationId)).toEqual(['2', '1']);
});
