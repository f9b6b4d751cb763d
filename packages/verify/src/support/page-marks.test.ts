import { fixtureSchema, parseManifest } from '@patchbay/schema';
import { expect, test } from 'vitest';
import { sampleManifest } from '../sample-manifest.ts';
import { unseenMarks } from './page-marks.ts';

/** Marks of two lists of which only the first has a fixture, with this answer. */
function unseen(paginate: object, other: object, answer: { headers?: Record<string, string>; body?: unknown }) {
  const list = { description: 'L.', safety: 'read', items: 'things' };
  const parsed = parseManifest({
    ...sampleManifest,
    operations: {
      getUser: sampleManifest.operations.getUser,
      listThings: { ...list, request: 'GET /things', paginate },
      listOthers: { ...list, request: 'GET /others', paginate: other },
    },
    resources: {},
    syncs: {},
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const fixture = fixtureSchema.parse({
    provenance: { kind: 'synthesised', source: 'this test', date: '2026-11-28' },
    call: { operation: 'listThings' },
    interactions: [{ request: { method: 'GET', path: '/api/v1/things' }, response: { status: 200, ...answer } }],
    expect: { items: 1 },
  });
  return unseenMarks(parsed.manifest, [{ name: 'fixtures/list-things.json', fixture }]);
}

const byToken = (body: string) => ({ type: 'cursor', from: { body }, to: { query: 'c' } });

test('lists that page in the same way speak for one another', () => {
  expect(unseen(byToken('next'), byToken('next'), { body: { next: 'abc' } })).toEqual([]);
});

test('a mark that is looked for where no answer has it is named', () => {
  const body = { next: 'abc' };
  expect(unseen(byToken('next'), byToken('nexts'), { body })).toEqual([{ name: 'listOthers', mark: 'nexts' }]);
  const [first] = unseen({ type: 'link_header' }, byToken('next'), { headers: { Link: '</x>; rel="prev"' }, body });
  expect(first).toEqual({ name: 'listThings', mark: 'a Link with rel="next"' });
});

test('a list that counts its pages on its own needs no mark, one that reads a total does', () => {
  const counted = { type: 'page', param: 'page', size: { param: 'limit', value: 2 } };
  const total = { type: 'offset', param: 'skip', until: { totalHeader: 'X-Total' } };
  expect(unseen(counted, counted, { body: {} })).toEqual([]);
  expect(unseen(counted, total, { body: {} })).toEqual([{ name: 'listOthers', mark: 'the header X-Total' }]);
});
