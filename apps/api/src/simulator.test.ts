import { join } from 'node:path';
import { builtInManifests, createRegistry } from '@patchbay/registry';
import { readProvider, startSimulator } from '@patchbay/simulator';
import { findFreePort, type Patchbay, startPatchbay } from '@patchbay/testing';
import { afterEach, expect, test } from 'vitest';
import { owner } from './testing/create-test-app.ts';

const isPostgres = process.env.PATCHBAY_TEST_DATABASE === 'postgres';
let running: Patchbay | undefined;
afterEach(async () => {
  await running?.close();
  running = undefined;
});

// biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
type Answer = any;

async function setUp(patchbay: Patchbay) {
  const ask = async (apiKey: string | null, method: string, path: string, body?: object): Promise<Answer> => {
    const answer = await fetch(`${patchbay.apiUrl}/api/v1${path}`, {
      method,
      headers: { ...(apiKey && { authorization: `Bearer ${apiKey}` }), 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (answer.status >= 400) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  const { apiKey } = await ask(null, 'POST', '/setup', { ...owner, token: patchbay.setupToken });
  return (method: string, path: string, body?: object) => ask(apiKey, method, path, body);
}

/** Connects to Slack, whose address is fixed, with what the simulator says. */
async function connectToSlack(call: Awaited<ReturnType<typeof setUp>>, simulatorUrl: string) {
  const served: Answer = await (await fetch(`${simulatorUrl}/_simulator/providers`)).json();
  const slack = served.providers.find(({ id }: { id: string }) => id === 'slack');
  const method = slack.methods.find(({ id }: { id: string }) => id === 'botToken');
  const connection = await call('POST', '/integrations/connections', {
    ...{ providerSlug: 'slack', authMethod: method.id, settings: {}, credentials: method.credentials },
  });
  return { connection, test: await call('POST', `/integrations/connections/${connection.id}/test`) };
}

test.skipIf(isPostgres)(
  'PATCHBAY_SIMULATOR: a fixed address is simulated in this process, and the connection says so',
  async () => {
    const port = await findFreePort();
    running = await startPatchbay({ env: { PATCHBAY_SIMULATOR: '1', PATCHBAY_SIMULATOR_PORT: String(port) } });
    const url = `http://127.0.0.1:${port}`;
    const { output } = running;
    await expect.poll(output).toContain(`${url}/_simulator/providers`);
    const call = await setUp(running);
    const { connection, test: result } = await connectToSlack(call, url);
    expect(result.ok).toBe(true);
    expect(connection.isSimulated).toBe(true);
    expect((await call('GET', '/integrations/connections')).data).toMatchObject([
      { id: connection.id, isSimulated: true },
    ]);
    // What it takes is said where somebody connects; of a sign-in page nothing is typed in here.
    const { simulated } = await call('GET', '/integrations/providers/slack');
    expect(simulated.map(({ method }: Answer) => method)).toContain('botToken');
    const github = await call('GET', '/integrations/providers/github');
    expect(github.simulated.map(({ method }: Answer) => method)).not.toContain('oauth');
    // A doctor asks the simulator too, and does not look for the real server.
    const { id } = await call('POST', '/doctor/run', { connectionIds: [connection.id] });
    const isFinished = async () => (await call('GET', `/doctor/runs/${id}`)).isFinished;
    await expect.poll(isFinished, { timeout: 30_000 }).toBe(true);
    const { checks } = await call('GET', `/doctor/runs/${id}`);
    const [{ steps }] = checks;
    const of = (name: string) => steps.find((step: Answer) => step.id === name);
    for (const name of ['dns', 'tcp', 'tls'])
      expect(of(name)).toMatchObject({ status: 'skipped', seen: expect.stringContaining('The simulator answers') });
    expect(steps.filter(({ status }: Answer) => status === 'failed')).toEqual([]);
  },
);

test.skipIf(isPostgres)('PATCHBAY_SIMULATOR_URL: a simulator that runs already gets the requests', async () => {
  const manifest = createRegistry(builtInManifests).require('slack');
  const folder = join(import.meta.dirname, '../../../manifests/slack');
  const simulator = await startSimulator({ providers: [await readProvider(manifest, folder)] });
  try {
    running = await startPatchbay({ env: { PATCHBAY_SIMULATOR_URL: simulator.url } });
    const call = await setUp(running);
    const { connection, test: result } = await connectToSlack(call, simulator.url);
    expect([connection.isSimulated, result.ok]).toEqual([true, true]);
    simulator.faults.add({ fault: '401' });
    expect(await call('POST', `/integrations/connections/${connection.id}/test`)).toMatchObject({ ok: false });
  } finally {
    await simulator.close();
  }
});
