import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import { type AuditInput, appendAudit, appendAuditLines, listAudit, newId, verifyAudit } from '../index.ts';
import { createTestDb } from '../testing/index.ts';

let db: Database;
let organizationId: string;

beforeAll(async () => {
  db = await createTestDb();
});
afterAll(() => db.close());
beforeEach(() => {
  organizationId = newId('org');
});

function append(change: Partial<AuditInput> = {}) {
  return db.orm.transaction((tx) =>
    appendAudit(tx, {
      organizationId,
      at: new Date(),
      actor: { type: 'user', id: 'usr_1', label: 'ada@example.com' },
      action: 'connection.update',
      target: { type: 'connection', id: 'con_1', label: 'Example' },
      before: { name: 'a' },
      after: { name: 'b' },
      ...change,
    }),
  );
}

describe('the audit log', () => {
  it('chains lines, also those written at once', async () => {
    await Promise.all(Array.from({ length: 12 }, () => append()));
    const verdict = await verifyAudit(db.orm, { organizationId });
    const { rows } = await listAudit(db.orm, { organizationId, limit: 20 });
    expect(rows.map((row) => row.seq)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(verdict).toEqual({ checked: 12, lastHash: rows[0]?.hash, problem: null });
    expect(rows.at(-1)?.prevHash).toMatch(/^0{64}$/);
  });

  it('chains lines that are written together, behind those there are and before those to come', async () => {
    await append();
    const line = {
      at: new Date(),
      actor: { type: 'api_key', id: 'key_1' },
      action: 'proxy.call',
      target: { type: 'connection', id: 'con_1' },
    };
    const together = [1, 2, 3].map((status) => ({ ...line, after: { status } }));
    await db.orm.transaction((tx) => appendAuditLines(tx, organizationId, together));
    await append();
    expect(await verifyAudit(db.orm, { organizationId })).toMatchObject({ checked: 5, problem: null });
    const { rows } = await listAudit(db.orm, { organizationId, action: 'proxy.call', limit: 9 });
    expect(rows.map(({ seq, after }) => [seq, after])).toEqual([
      [4, { status: 3 }],
      [3, { status: 2 }],
      [2, { status: 1 }],
    ]);
  });

  it('verifies whatever JSON it was given', async () => {
    const before = {
      z: 1,
      a: [1.5, 1e21, -0, 1e-7, true, null, undefined, '\0', '😀', '\ud800'],
      at: new Date(0),
      nested: { b: undefined },
    };
    await append({ before, after: undefined });
    await append({ before: null, after: 'text', requestId: 'req_1', ip: '127.0.0.1' });
    await append({ actor: { type: 'system', id: 'system' } });
    expect(await verifyAudit(db.orm, { organizationId })).toMatchObject({ checked: 3, problem: null });
  });

  it('goes back with the change it tells of', async () => {
    const failing = db.orm.transaction(async (tx) => {
      await appendAudit(tx, {
        organizationId,
        at: new Date(),
        actor: { type: 'user', id: 'usr_1' },
        action: 'connection.create',
        target: { type: 'connection', id: 'con_1' },
      });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await verifyAudit(db.orm, { organizationId })).toMatchObject({ checked: 0, problem: null });
  });

  it.each([
    ['a changed line', sql`update audit_log set after = '{"name":"c"}' where seq = 2`, 'it was changed'],
    ['a changed time', sql`update audit_log set at = at + interval '1 second' where seq = 2`, 'it was changed'],
    ['a missing line', sql`delete from audit_log where seq = 2`, 'line 2 is missing'],
    ['a rewritten hash', sql`update audit_log set hash = repeat('a', 64) where seq = 1`, null],
  ])('finds %s', async (_, tamper, message) => {
    for (let index = 0; index < 3; index++) await append();
    await db.orm.execute(sql`${tamper} and organization_id = ${organizationId}`);
    const { problem } = await verifyAudit(db.orm, { organizationId });
    expect(problem).toEqual({ seq: message === null ? 1 : 2, message: expect.stringContaining(message ?? 'changed') });
  });

  it('keeps organizations apart and filters', async () => {
    await append({ action: 'connection.create' });
    await append({ target: { type: 'run', id: 'run_1' } });
    const mine = organizationId;
    organizationId = newId('org');
    await append();
    expect((await listAudit(db.orm, { organizationId, limit: 5 })).rows).toHaveLength(1);
    const filtered = await listAudit(db.orm, { organizationId: mine, targetId: 'run_1', limit: 5 });
    expect(filtered.rows.map((row) => row.seq)).toEqual([2]);
    const first = await listAudit(db.orm, { organizationId: mine, limit: 1 });
    const second = await listAudit(db.orm, { organizationId: mine, limit: 1, after: first.nextCursor ?? '' });
    expect(second.rows.map((row) => row.action)).toEqual(['connection.create']);
    expect(second.nextCursor).toBeNull();
  });
});
