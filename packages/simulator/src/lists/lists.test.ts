import type { Manifest } from '@patchbay/schema';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTree, type SimulatedWorld, startSimulatedWorld } from '../testing/simulated-tree.ts';
import { itemKeysOf } from './item-keys.ts';

const itemCount = 53;
const sizes = [7, 10, 60];
const tree = await readTree();
const paginated = tree.flatMap(({ manifest, fixtures }) =>
  Object.entries(manifest.operations).flatMap(([name, operation]) => {
    if (!operation.paginate) return [];
    const shown = fixtures.find(
      ({ fixture: { call, expect } }) =>
        'operation' in call && call.operation === name && expect.errorClass === undefined && expect.items !== 0,
    );
    return [{ manifest, name, shown: shown?.fixture ?? null }];
  }),
);

/** The manifest asking for pages of another size. */
function withPageSize(manifest: Manifest, name: string, value: number): Manifest {
  const operation = manifest.operations[name];
  const paginate = operation?.paginate;
  if (!operation || !paginate?.size) return manifest;
  const size = { ...paginate.size, value, max: undefined };
  return {
    ...manifest,
    operations: { ...manifest.operations, [name]: { ...operation, paginate: { ...paginate, size } } } as never,
  };
}

test('every paginated operation of the tree has a fixture with items', () => {
  expect(paginated.length).toBeGreaterThan(0);
  expect(paginated.filter(({ shown }) => shown === null).map(({ manifest, name }) => `${manifest.id} ${name}`)).toEqual(
    [],
  );
});

describe.each(sizes)('pages of %i', (pageSize) => {
  let world: SimulatedWorld;
  beforeAll(async () => {
    world = await startSimulatedWorld({
      providers: tree.map((provider) => ({
        ...provider,
        manifest: paginated
          .filter(({ manifest }) => manifest.id === provider.manifest.id)
          .reduce((manifest, { name }) => withPageSize(manifest, name, pageSize), provider.manifest),
      })),
      items: itemCount,
      pageSize,
    });
  });
  afterAll(() => world.close());

  test.each(paginated.map((one) => [`${one.manifest.id} ${one.name}`, one] as const))('%s', async (_, one) => {
    const { name, shown } = one;
    const manifest = withPageSize(one.manifest, name, pageSize);
    const method = manifest.auth.find(({ id }) => id === shown?.authMethod) ?? manifest.auth[0];
    if (!method || !shown || !('operation' in shown.call)) throw new Error('nothing shows the operation');
    const read = () => {
      const target = world.target(manifest, method, {
        settings: { ...world.target(manifest, method).settings, ...shown.settings },
      });
      const { input } = shown.call as { input: Record<string, unknown> };
      return world.runtime.execute(target, name, input, { limit: 10_000 });
    };
    // Other tests have used up budgets that last an hour.
    await world.clock.sleep(3_600_000);
    const { error, items, requests } = await read();
    expect(error ?? null).toBeNull();
    const keys = itemKeysOf(
      {
        ...manifest,
        operations: { ...manifest.operations, [name]: { ...manifest.operations[name], result: undefined } as never },
      },
      name,
    )
      .map((key) => items?.map(key) ?? [])
      .filter((found) => found.some((key) => key !== '' && key !== 'null'));
    expect(keys.length).toBeGreaterThan(0);
    for (const found of keys) expect(new Set(found).size).toBe(itemCount);
    expect(items).toHaveLength(itemCount);
    expect(requests).toBeGreaterThanOrEqual(Math.ceil(itemCount / pageSize));
    const again = await read();
    expect(again.error ?? null).toBeNull();
    expect(again.items).toEqual(items);
  });
});
