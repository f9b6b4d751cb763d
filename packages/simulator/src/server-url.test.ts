import { createDispatcherSource, createEgressPolicy, createRuntime } from '@patchbay/runtime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeProvider } from './describe-provider.ts';
import { type Simulator, startSimulator } from './start-simulator.ts';
import { readTree } from './testing/simulated-tree.ts';

const tree = await readTree();
const dispatchers = createDispatcherSource({ egress: createEgressPolicy({ allow: ['loopback'] }) });
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const runtime = createRuntime({ clock: { now: () => Date.now() }, logger: quiet, dispatchers });
let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ providers: tree, items: 12, pageSize: 5 });
});
afterAll(async () => {
  await dispatchers.close();
  await simulator.close();
});

const methods = tree.flatMap(({ manifest }) =>
  manifest.auth.map((method) => [`${manifest.id} ${method.id}`, manifest, method] as const),
);

test.each(methods)(
  '%s: where there is a server URL to set, it is all that has to be set',
  async (_, manifest, method) => {
    const work = simulator.providers.find((one) => one.manifest.id === manifest.id);
    if (!work) throw new Error('it is not simulated');
    const described = describeProvider(work, simulator.url);
    const own = described.methods.find(({ id }) => id === method.id);
    expect(described.hasServerUrl).toBe(manifest.hosts.some((host) => /^\{settings\.\w+\}$/.test(host)));
    if (!described.hasServerUrl || !own) return;
    const isSignIn = own.oauthApp !== null && method.type === 'oauth2';
    const credentials = isSignIn ? { ...work.oauth.issue(method) } : own.credentials;
    const target = {
      ...{ manifest, connectionId: 'con_1', organizationId: 'org_1', authMethod: method.id, settings: own.settings },
      ...{ verifyTls: true, timeoutMs: 10_000, credentials: { get: async () => credentials } },
    };
    const { error } = await runtime.testConnection(target, {});
    expect(error ?? null).toBeNull();
  },
);

test.each(methods)('%s: the request to try by hand works', async (_, manifest, method) => {
  const work = simulator.providers.find((one) => one.manifest.id === manifest.id);
  const example = work?.exampleOf(method, `${simulator.url}/${manifest.id}`);
  if (!example) {
    expect(method.type).toMatch(/^(github_app|aws_sigv4|jwt|hmac_request)$/);
    return;
  }
  const { url, body, ...rest } = example;
  const answer = await fetch(url, { ...rest, body });
  expect(answer.headers.get('x-simulator')).toBeNull();
  expect(answer.status === 200 || method.type === 'secret_url').toBe(true);
});

test('links of a list lead on in the path of the provider', async () => {
  const work = simulator.providers.find((one) => one.manifest.id === 'github');
  const [method] = work?.manifest.auth ?? [];
  if (!work || !method) throw new Error('it is not simulated');
  const headers = { authorization: `Bearer ${work.credentialsOf(method).token}` };
  let next: string | null = `${simulator.url}/github/user/repos?per_page=5`;
  const ids: number[] = [];
  while (next !== null) {
    const answer: Response = await fetch(next, { headers });
    ids.push(...((await answer.json()) as { id: number }[]).map(({ id }) => id));
    next = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1] ?? null;
    if (next !== null) expect(next.startsWith(`${simulator.url}/github/user/repos?`)).toBe(true);
  }
  expect(new Set(ids).size).toBe(12);
});

test('a request for nobody says what there is', async () => {
  const answer = await fetch(`${simulator.url}/nobody/user`);
  expect([answer.status, await answer.json()]).toMatchObject([
    404,
    { simulator: { next: expect.stringContaining('gitea') } },
  ]);
});
