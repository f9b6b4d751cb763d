import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readTree, type SimulatedWorld, startSimulatedWorld } from '../testing/simulated-tree.ts';
import { type Fault, parseFault } from './fault.ts';
import { rateLimitWays } from './rate-limit-ways.ts';

const tree = await readTree();
let world: SimulatedWorld;
beforeAll(async () => {
  world = await startSimulatedWorld({ providers: tree, items: 30, pageSize: 10 });
});
afterEach(() => world.simulator.faults.clear());
afterAll(() => world.close());

/** The test of each provider, with the method that is typed in and not signed for. */
const calls = tree.flatMap(({ manifest }) => {
  const [method] = manifest.auth;
  const operation = (method?.test ?? manifest.test).operation;
  return method ? [{ id: manifest.id, manifest, method, operation, input: (method.test ?? manifest.test).input }] : [];
});

async function call({ manifest, method, operation, input }: (typeof calls)[number], timeoutMs = 10_000) {
  await world.clock.sleep(3_600_000);
  const target = world.target(manifest, method, { timeoutMs });
  const { error } = await world.runtime.execute(target, operation, input as Record<string, unknown>, {});
  return error ?? null;
}

const statuses: [fault: string, classes: RegExp][] = [
  ['401', /^auth_(invalid|expired)$/],
  ['403', /^permission$/],
  ['404', /^not_found$/],
  ['429', /^rate_limited$/],
  ['500', /^transient$|^provider_down$/],
  ['503', /^transient$|^provider_down$/],
];
describe.each(statuses)('%s', (fault, classes) => {
  test.each(calls.map((one) => [one.id, one] as const))('%s', async (_, one) => {
    expect(await call(one)).toBeNull();
    world.simulator.faults.add({ fault });
    // Some providers say with a status what others say with another, and their manifests know.
    const rules = [...(one.manifest.operations[one.operation]?.errors ?? []), ...one.manifest.errors];
    const own = rules.flatMap(({ status, class: errorClass }) =>
      errorClass !== undefined && [status].flat().includes(Number(fault)) ? [`^${errorClass}$`] : [],
    );
    expect((await call(one))?.class).toMatch(new RegExp([classes.source, ...own].join('|')));
  });
});

const waits = calls.flatMap((one) =>
  rateLimitWays(one.manifest, one.manifest.operations[one.operation] ?? null).map(
    ({ id }) => [`${one.id} via ${id}`, one, id] as const,
  ),
);

describe('a wait', () => {
  // Longer than the runtime waits by itself, so that it comes back with what it was told.
  const wait = 120;

  test.each(waits)('%s', async (_, one, via) => {
    world.simulator.faults.add({ fault: '429', wait: 3_600 + wait, via });
    const error = await call(one);
    expect(error).toMatchObject({ class: 'rate_limited' });
    // A moment in whole seconds is up to one later.
    expect([wait, wait + 1]).toContain(error?.retryAfterSeconds);
  });

  test.each(waits)('%s: it is over when the clock says so', async (_, one, via) => {
    world.simulator.faults.add({ fault: '429', wait: 30, via });
    const before = world.clock.clock.now();
    expect(
      await (async () => {
        const target = world.target(one.manifest, one.method);
        return (
          (await world.runtime.execute(target, one.operation, one.input as Record<string, unknown>, {})).error ?? null
        );
      })(),
    ).toBeNull();
    expect(world.clock.clock.now() - before).toBeGreaterThanOrEqual(29_000);
  });
});

describe('answers that break', () => {
  const one = calls.find(({ id }) => id === 'in-memory') as (typeof calls)[number];

  test.each<[Fault, string]>([
    [{ fault: 'truncated' }, 'transient'],
    [{ fault: 'dropped' }, 'transient'],
    // The runtime takes a page in the place of data for a wrong address.
    [{ fault: 'wrong-type' }, 'not_found'],
  ])('%o', async (fault, errorClass) => {
    world.simulator.faults.add(fault);
    expect((await call(one))?.class).toBe(errorClass);
  });

  test('slow', async () => {
    world.simulator.faults.add({ fault: 'slow', delay: 2_000 });
    expect(await call(one, 100)).toMatchObject({ class: 'transient', code: 'timeout' });
  });

  test('a fault goes as often as it was asked for', async () => {
    world.simulator.faults.add({ fault: '404', times: 1, provider: one.id, operation: one.operation });
    world.simulator.faults.add({ fault: '403', times: 1, provider: 'nobody' });
    expect((await call(one))?.class).toBe('not_found');
    expect(await call(one)).toBeNull();
    expect(world.simulator.faults.list()).toEqual([{ fault: '403', times: 1, provider: 'nobody' }]);
  });
});

describe('pages that never end', () => {
  const lists = tree.flatMap(({ manifest, fixtures }) =>
    Object.entries(manifest.operations).flatMap(([name, operation]) => {
      const shown = fixtures.find(
        ({ fixture: { call: made, expect: expected } }) =>
          'operation' in made && made.operation === name && expected.errorClass === undefined,
      )?.fixture;
      const method = manifest.auth.find(({ id }) => id === shown?.authMethod) ?? manifest.auth[0];
      return operation.paginate && shown && method && 'operation' in shown.call
        ? [
            [
              `${manifest.id} ${name} (${operation.paginate.type})`,
              { manifest, method, name, shown, input: shown.call.input },
            ] as const,
          ]
        : [];
    }),
  );

  test.each(lists)('%s', async (_, { manifest, method, name, shown, input }) => {
    await world.clock.sleep(3_600_000);
    world.simulator.faults.add({ fault: 'endless-cursor' });
    const own = world.target(manifest, method);
    const target = { ...own, settings: { ...own.settings, ...shown.settings } };
    const { error, requests } = await world.runtime.execute(target, name, input, { limit: 100_000 });
    expect(error).toMatchObject({ class: 'bug', message: expect.stringContaining('round in circles') });
    expect(requests).toBeLessThanOrEqual(3);
  });
});

describe('what a header asks for', () => {
  test('is read', () => {
    expect(parseFault('429; wait=30; via=reset')).toEqual({ fault: '429', wait: 30, via: 'reset' });
    expect(parseFault('slow;delay=1')).toEqual({ fault: 'slow', delay: 1 });
  });

  test.each(['200', '', 'sometimes', '429;wait=soon', '500;times=0', '500;unknown=1'])('"%s" is no fault', (text) => {
    expect(() => parseFault(text)).toThrow('No such fault');
  });

  test('holds for the one request', async () => {
    const one = calls.find(({ id }) => id === 'gitea') as (typeof calls)[number];
    const target = world.target(one.manifest, one.method);
    const headers = { authorization: `token ${(await target.credentials.get()).token}` };
    const ask = async (more: Record<string, string> = {}) =>
      (await fetch(`${world.simulator.url}/gitea/api/v1/user`, { headers: { ...headers, ...more } })).status;
    expect(await ask({ 'x-simulate-fault': '503' })).toBe(503);
    expect(await ask()).toBe(200);
    expect(await ask({ 'x-simulate-fault': 'nonsense' })).toBe(400);
  });
});
