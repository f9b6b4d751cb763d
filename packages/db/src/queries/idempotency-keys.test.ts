import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import {
  claimIdempotencyKey,
  claimSetup,
  completeIdempotencyKey,
  isSetUp,
  pruneIdempotencyKeys,
  releaseIdempotencyKey,
  releaseSetup,
} from '../index.ts';
import { createTestDb, createTestOrganization } from '../testing/index.ts';

let db: Database;
let organizationId: string;
const scope = 'POST /things';

beforeAll(async () => {
  db = await createTestDb();
});
afterAll(() => db.close());

it('lets one of many set the installation up', async () => {
  expect(await isSetUp(db.orm)).toBe(false);
  const claims = await Promise.all(Array.from({ length: 5 }, () => claimSetup(db.orm, { now: new Date() })));
  expect(claims.filter(Boolean)).toHaveLength(1);
  await releaseSetup(db.orm);
  expect(await claimSetup(db.orm, { now: new Date() })).toBe(true);
  await releaseSetup(db.orm);
  ({ organizationId } = await createTestOrganization(db));
  expect(await claimSetup(db.orm, { now: new Date() })).toBe(false);
});

function claim(key: string, ttlMs = 60_000, abandonedAfterMs = 60_000) {
  return claimIdempotencyKey(db.orm, { organizationId, scope, key, requestHash: 'h1', ttlMs, abandonedAfterMs });
}

it('gives a key to one of many, and the others its answer', async () => {
  const claims = await Promise.all(Array.from({ length: 6 }, () => claim('a')));
  expect(claims.filter((row) => row === null)).toHaveLength(1);
  expect(claims.find((row) => row !== null)).toMatchObject({ requestHash: 'h1', responseStatus: null });
  const responseBody = { id: 'con_1', list: [1] };
  await completeIdempotencyKey(db.orm, { organizationId, scope, key: 'a', responseStatus: 201, responseBody });
  expect(await claim('a')).toMatchObject({ responseStatus: 201, responseBody });
  await releaseIdempotencyKey(db.orm, { organizationId, scope, key: 'a' });
  expect(await claim('a')).toMatchObject({ responseStatus: 201 });
});

it('frees a key that failed, was abandoned or ran out', async () => {
  await claim('b');
  await releaseIdempotencyKey(db.orm, { organizationId, scope, key: 'b' });
  expect(await claim('b')).toBeNull();
  expect(await claim('b')).not.toBeNull();
  expect(await claim('b', 60_000, -1)).toBeNull();
  expect(await claim('c', -1)).toBeNull();
  expect(await claim('c', -1)).toBeNull();
  expect(await pruneIdempotencyKeys(db.orm)).toBe(1);
});

it('is a key of one organization only', async () => {
  await claim('d');
  ({ organizationId } = await createTestOrganization(db));
  expect(await claim('d')).toBeNull();
});
