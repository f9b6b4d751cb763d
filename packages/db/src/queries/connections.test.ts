import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import {
  countConnectionsByProvider,
  countConnectionsByStatus,
  deleteCredentialVersions,
  getConnection,
  getCurrentCredential,
  getCurrentCredentials,
  insertCredentialVersion,
  listConnections,
  listCredentialVersions,
  markConnectionDeleted,
  newId,
  purgeConnection,
  reserveCredentialVersion,
  touchConnections,
  touchCredentials,
  updateConnection,
} from '../index.ts';
import { createTestConnection, createTestDb, createTestOrganization } from '../testing/index.ts';

let db: Database;
let organizationId: string;
let otherOrganizationId: string;

beforeAll(async () => {
  db = await createTestDb();
  ({ organizationId } = await createTestOrganization(db));
  ({ organizationId: otherOrganizationId } = await createTestOrganization(db));
});
afterAll(() => db.close());

function rotate(connectionId: string) {
  return db.orm.transaction(async (tx) => {
    const version = await reserveCredentialVersion(tx, { organizationId, connectionId });
    if (version === null) throw new Error('no such connection');
    return insertCredentialVersion(tx, {
      id: newId('crd'),
      organizationId,
      connectionId,
      version,
      authMethod: 'token',
      source: 'sealed',
      envelope: `v1:a:b:c:${version}`,
      keyId: 'a',
      fields: [{ name: 'token', isSet: true, mask: null }],
    });
  });
}

it('does not exist for another organization, whatever is asked', async () => {
  const { id } = await createTestConnection(db, { organizationId });
  const foreign = { organizationId: otherOrganizationId, id };
  expect(await getConnection(db.orm, foreign)).toBeNull();
  expect(await updateConnection(db.orm, { ...foreign, changes: { name: 'stolen' } })).toBeNull();
  expect(await markConnectionDeleted(db.orm, { ...foreign, now: new Date() })).toBe(false);
  expect(await purgeConnection(db.orm, foreign)).toBe(false);
  const credentials = { organizationId: otherOrganizationId, connectionId: id };
  expect(await db.orm.transaction((tx) => reserveCredentialVersion(tx, credentials))).toBeNull();
  await touchConnections(db.orm, { organizationId: otherOrganizationId, ids: [id], lastSeenAt: new Date() });
  expect(await getConnection(db.orm, { organizationId, id })).toMatchObject({ name: 'Example', lastSeenAt: null });
});

it('is hidden after deletion and gone after a purge', async () => {
  const kept = await createTestConnection(db, { organizationId, name: 'hidden' });
  expect(await markConnectionDeleted(db.orm, { organizationId, id: kept.id, now: new Date() })).toBe(true);
  expect(await getConnection(db.orm, { organizationId, id: kept.id })).toBeNull();
  expect(await markConnectionDeleted(db.orm, { organizationId, id: kept.id, now: new Date() })).toBe(false);
  const { rows } = await listConnections(db.orm, { organizationId, limit: 500 });
  expect(rows.map((row) => row.id)).not.toContain(kept.id);
});

it('lists newest first with filters, and takes % and _ in a search as they are', async () => {
  const names = ['50% off', '50 off', 'under_score', 'underscore'];
  for (const name of names) await createTestConnection(db, { organizationId, name, providerSlug: 'searched' });
  const search = async (text: string) => {
    const { rows } = await listConnections(db.orm, {
      organizationId,
      providerSlug: 'searched',
      search: text,
      limit: 9,
    });
    return rows.map((row) => row.name);
  };
  expect(await search('50%')).toEqual(['50% off']);
  expect(await search('R_S')).toEqual(['under_score']);
  expect(await search('SEARCHED')).toEqual(names.toReversed());
  const filter = { organizationId, providerSlug: 'searched', limit: 3 };
  const first = await listConnections(db.orm, filter);
  const second = await listConnections(db.orm, { ...filter, after: first.nextCursor ?? '' });
  expect([...first.rows, ...second.rows].map((row) => row.name)).toEqual(names.toReversed());
  expect(second.nextCursor).toBeNull();
  expect((await countConnectionsByProvider(db.orm, { organizationId })).get('searched')).toBe(4);
  const counts = await countConnectionsByStatus(db.orm, { organizationId: otherOrganizationId });
  expect(counts).toEqual([]);
});

it('remembers the latest answer of a provider only', async () => {
  const { id } = await createTestConnection(db, { organizationId });
  const lastSeenAt = new Date('2026-02-02T00:00:00.000Z');
  await touchConnections(db.orm, { organizationId, ids: [id], lastSeenAt });
  await touchConnections(db.orm, { organizationId, ids: [id], lastSeenAt: new Date('2026-01-01') });
  expect(await getConnection(db.orm, { organizationId, id })).toMatchObject({ lastSeenAt });
});

it('numbers credential versions without a gap, even when rotated at once, and keeps five', async () => {
  const { id: connectionId } = await createTestConnection(db, { organizationId });
  const key = { organizationId, connectionId };
  const made = await Promise.all(Array.from({ length: 7 }, () => rotate(connectionId)));
  expect(made.map((row) => row.version).toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect((await listCredentialVersions(db.orm, key)).map((row) => row.version)).toEqual([7, 6, 5, 4, 3]);
  const current = await getCurrentCredential(db.orm, key);
  expect(current).toMatchObject({ version: 7, envelope: 'v1:a:b:c:7', authRefs: {} });
  const many = await getCurrentCredentials(db.orm, { organizationId, connectionIds: [connectionId, 'con_none'] });
  expect([...many]).toEqual([[connectionId, current]]);
  await touchCredentials(db.orm, { organizationId, ids: [current?.id ?? ''], lastUsedAt: new Date(0) });
  expect(await getCurrentCredential(db.orm, key)).toMatchObject({ lastUsedAt: new Date(0) });
  expect(await getCurrentCredential(db.orm, { ...key, organizationId: otherOrganizationId })).toBeNull();
  expect(await deleteCredentialVersions(db.orm, key)).toBe(5);
});
