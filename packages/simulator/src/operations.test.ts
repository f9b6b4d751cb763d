import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTree, type SimulatedWorld, startSimulatedWorld } from './testing/simulated-tree.ts';

const tree = await readTree();
let world: SimulatedWorld;
beforeAll(async () => {
  world = await startSimulatedWorld({ providers: tree });
});
afterAll(() => world.close());

const shown = tree.flatMap(({ manifest, fixtures }) =>
  fixtures.flatMap(({ name, fixture }) => {
    const { call, expect: expected, authMethod } = fixture;
    const method = manifest.auth.find(({ id }) => id === authMethod) ?? manifest.auth[0];
    return 'operation' in call && expected.errorClass === undefined && method
      ? [
          [
            `${manifest.id} ${name}`,
            { manifest, method, fixture, operation: call.operation, input: call.input },
          ] as const,
        ]
      : [];
  }),
);

test.each(shown)('%s succeeds', async (_, { manifest, method, fixture, operation, input }) => {
  await world.clock.sleep(3_600_000);
  const own = world.target(manifest, method);
  const target = world.target(manifest, method, { settings: { ...own.settings, ...fixture.settings } });
  const { error, result } = await world.runtime.execute(target, operation, input, {});
  expect(error ?? null).toBeNull();
  const { paginate, response } = manifest.operations[operation] ?? {};
  const isOnly = shown.filter(([, one]) => one.manifest === manifest && one.operation === operation).length === 1;
  if (isOnly && !paginate && response !== 'bytes' && 'result' in fixture.expect)
    expect(JSON.parse(JSON.stringify(result ?? null))).toEqual(fixture.expect.result);
});

const served = tree.flatMap(({ manifest, fixtures }) =>
  fixtures.flatMap(({ name, fixture: { call, expect: expected, authMethod, settings } }) => {
    const method = manifest.auth.find(({ id }) => id === authMethod) ?? manifest.auth[0];
    return 'interface' in call && expected.errorClass === undefined && method
      ? [[`${manifest.id} ${name}`, { manifest, method, call, settings }] as const]
      : [];
  }),
);

test.each(served)('%s is served', async (_, { manifest, method, call, settings }) => {
  await world.clock.sleep(3_600_000);
  const own = world.target(manifest, method);
  const target = world.target(manifest, method, { settings: { ...own.settings, ...settings } });
  const { error } = await world.runtime.perform(target, call.interface, call.input, {});
  expect(error ?? null).toBeNull();
});

const methods = tree.flatMap(({ manifest }) =>
  manifest.auth.map((method) => [`${manifest.id} ${method.id}`, { manifest, method }] as const),
);

const typedIn = new Set(['api_key', 'basic', 'bearer', 'oauth2']);

describe('the test of a connection', () => {
  test.each(methods)('%s: what is printed is accepted', async (_, { manifest, method }) => {
    await world.clock.sleep(3_600_000);
    const { ok, error } = await world.runtime.testConnection(world.target(manifest, method), {});
    expect(error ?? null).toBeNull();
    expect(ok).toBe(true);
  });

  const checked = methods.filter(
    ([, { manifest, method }]) =>
      typedIn.has(method.type) &&
      (method.test ?? manifest.test).provesCredentials &&
      // Where nobody has to sign in, credentials are not looked at.
      !manifest.auth.some(({ type }) => type === 'none'),
  );
  test.each(checked)('%s: anything else is refused as the provider refuses', async (_, { manifest, method }) => {
    await world.clock.sleep(3_600_000);
    const target = world.target(manifest, method);
    const credentials = await target.credentials.get();
    const wrong = Object.fromEntries(Object.entries(credentials).map(([name, value]) => [name, `${value}0`]));
    const { ok, error } = await world.runtime.testConnection(
      { ...target, credentials: { get: async () => wrong } },
      {},
    );
    expect(ok).toBe(false);
    expect(error?.class).toMatch(/^auth_(invalid|expired)$/);
  });
});

test('a request nothing shows is answered with what is missing', async () => {
  const [provider] = tree.filter(({ manifest }) => manifest.id === 'gitea');
  if (!provider) throw new Error('there is no such manifest');
  const bare = await startSimulatedWorld({ providers: [{ ...provider, fixtures: [] }] });
  try {
    const { manifest } = provider;
    const [work] = bare.simulator.providers;
    const [method] = manifest.auth;
    const token = method && work?.credentialsOf(method).token;
    const ask = async (path: string) => {
      const answer = await fetch(`${bare.simulator.url}/gitea${path}`, {
        headers: { authorization: `token ${token}` },
      });
      return [answer.status, await answer.json()];
    };
    expect(await ask('/api/v1/user')).toEqual([
      501,
      {
        simulator: {
          message: expect.stringMatching(/No fixture of gitea shows a successful \w+ \(GET \/user\)/),
          next: expect.stringContaining('manifests/gitea/fixtures/'),
        },
      },
    ]);
    expect(await ask('/api/v1/nothing/like/it')).toMatchObject([
      501,
      { simulator: { message: expect.stringContaining('no operation') } },
    ]);
  } finally {
    await bare.close();
  }
});
