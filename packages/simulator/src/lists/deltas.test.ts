import type { SyncCursor } from '@patchbay/runtime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readTree, type SimulatedWorld, startSimulatedWorld } from '../testing/simulated-tree.ts';

const tree = await readTree();
const deltas = tree.flatMap(({ manifest }) =>
  Object.entries(manifest.syncs)
    .filter(([, { mode, enabled }]) => mode === 'delta' && enabled)
    .map(([name]) => ({ manifest, name })),
);

let world: SimulatedWorld;
beforeAll(async () => {
  world = await startSimulatedWorld({ providers: tree, items: 5, pageSize: 3 });
});
afterAll(() => world.close());

test('there are syncs that read what changed', () => expect(deltas.length).toBeGreaterThan(0));

test.each(deltas.map((one) => [`${one.manifest.id} ${one.name}`, one] as const))(
  '%s goes on from what it saved',
  async (_, { manifest, name }) => {
    const [method] = manifest.auth;
    if (!method) throw new Error('nobody can sign in');
    const target = world.target(manifest, method);
    const read = async (cursor: SyncCursor | null) => {
      let ids = 0;
      for await (const batch of world.runtime.fetchDelta(target, name, { cursor })) {
        ids += batch.records.length;
        if (batch.done) return { ids, cursor: batch.cursor };
      }
      throw new Error('it did not end');
    };
    const first = await read(null);
    expect(first.ids).toBeGreaterThan(0);
    expect(first.cursor).not.toBeNull();
    const second = await read(first.cursor);
    expect(second.cursor).toEqual(first.cursor);
  },
);
