import { fixtureSchema, parseManifest } from '@patchbay/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleManifest } from '../sample-manifest.ts';
import { type HostileBench, openHostileBench } from './hostile-reads.ts';
import { syncFaults } from './sync-reads.ts';

let bench: HostileBench;
beforeAll(async () => {
  bench = await openHostileBench();
});
afterAll(() => bench.close());

const things = [
  { id: 4, name: 'a', changed: '2026-11-01T08:00:00Z', day: '2026-11-01', seconds: 1_793_000_000, version: 12 },
];
const paginate = { type: 'page', param: 'page', size: { param: 'limit', value: 50 } };

/** What is wrong with a sync of things, made of one answer. */
async function faultsOf(
  incremental: object | null,
  {
    body = { things },
    headers = {},
    operation = {},
  }: { body?: object; headers?: Record<string, string>; operation?: object } = {},
) {
  const list = {
    ...{ description: 'L.', request: 'GET /things', safety: 'read', items: 'things', paginate },
    ...operation,
  };
  const sync = {
    ...{ operation: 'list', model: 'repository', deletes: { none: 'It is a test.' } },
    ...{ record: '{id: to_string(id), name: name}', mode: incremental ? 'delta' : 'full' },
    ...(incremental && { incremental }),
  };
  const parsed = parseManifest({
    ...sampleManifest,
    operations: { ...sampleManifest.operations, list, listLog: { ...list, request: 'GET /log', items: 'log' } },
    syncs: { things: sync },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const method = list.request.split(' ')[0];
  const answer = (path: string) => ({ request: { method, path }, response: { status: 200, headers, body } });
  const fixture = fixtureSchema.parse({
    provenance: { kind: 'synthesised', source: 'this test', date: '2026-11-28' },
    call: { sync: 'things' },
    interactions: [answer('/api/v1/things'), answer('/api/v1/log')],
    expect: { items: 1 },
  });
  return syncFaults(bench, parsed.manifest, 'things', [fixture]);
}

const since = { type: 'field', parameter: 'since' };

test.each<[string, object | null]>([
  ['everything each time', null],
  ['a moment', { ...since, field: 'changed' }],
  ['a moment with a lookback', { ...since, field: 'changed', lookbackSeconds: 300 }],
  ['a moment that is left out', { ...since, field: 'changed', inclusive: false }],
  ['minutes', { ...since, field: 'changed', granularity: 'minute', inclusive: false, lookbackSeconds: 90 }],
  ['a day', { ...since, field: 'day', format: 'date', granularity: 'day' }],
  ['seconds since 1970', { ...since, field: 'seconds', format: 'epoch' }],
  ['a number that counts up', { ...since, field: 'version', format: 'number', inclusive: false }],
  [
    'a filter around a moment',
    { type: 'field', field: 'changed', filter: { parameter: 'q', template: 'changed >= {cursor} and open' } },
  ],
])('a sync by %s gives nothing twice and loses nothing', async (_, incremental) => {
  expect(await faultsOf(incremental)).toEqual([]);
});

test('so does one by a token, an ETag and a log', async () => {
  const token = { type: 'token', token: 'state', parameter: 'state', initial: 'begin' };
  expect(await faultsOf(token, { body: { things, state: 's1' } })).toEqual([]);
  expect(await faultsOf({ type: 'etag' }, { headers: { ETag: '"a"' } })).toEqual([]);
  const entry = { id: 1, place: 5, kind: 'added', name: 'a' };
  const log = {
    type: 'event_log',
    operation: 'listLog',
    id: 'to_string(id)',
    change: '`"added"`',
    position: 'place',
    parameter: 'after',
  };
  expect(await faultsOf(log, { body: { things, log: [entry] } })).toEqual([]);
});

test('state that the answers do not hold is told', async () => {
  expect(await faultsOf({ ...since, field: 'updated' })).toEqual([
    'no item of its fixture tells when it changed (updated)',
  ]);
  expect(await faultsOf({ ...since, field: 'name' })).toEqual(['no item of its fixture tells when it changed (name)']);
  expect(await faultsOf({ type: 'etag' })).toEqual(['no answer of its fixture has an ETag']);
  expect(await faultsOf({ type: 'token', token: 'state', parameter: 'state' })).toEqual([
    'no answer of its fixture holds the token of the next read (state)',
  ]);
});

test('state that does not reach the provider is told', async () => {
  expect(await faultsOf({ ...since, field: 'changed', in: 'body' })).toEqual([
    'the saved state is not sent: the provider gives everything again',
  ]);
});

test('a moment in a finer unit than the provider compares loses no change', async () => {
  const coarse = { ...since, field: 'day', format: 'date', granularity: 'day', inclusive: false };
  expect(await faultsOf(coarse)).toEqual([]);
});
