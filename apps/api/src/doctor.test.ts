// The doctor end to end: real servers, real certificates, hooks that really deliver, a tool that really calls back.
import { evidence as evidenceTable } from '@patchbay/db';
import {
  createCertificate,
  type HookForge,
  type PingTool,
  startHookForge,
  startPingTool,
  startServer,
} from '@patchbay/testing';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from './testing/create-test-app.ts';
import { serveTestApp } from './testing/serve-test-app.ts';

interface Step {
  id: string;
  status: string;
  seen: string;
  fault: string | null;
  fix: string | null;
  bundle: { title: string; text: string }[];
}

const secret = `whsec_${Buffer.from('a shared secret of thirty-two by').toString('base64')}`;
const day = 86_400_000;

let tested: TestApp;
let server: Awaited<ReturnType<typeof serveTestApp>>;
let gitlab: HookForge;
let gitea: HookForge;
let tool: PingTool;
let admin: string;
let viewer: string;
let organizationId: string;

beforeAll(async () => {
  tested = await createTestApp();
  server = await serveTestApp(tested);
  ({ apiKey: admin, organizationId } = await tested.addOrganization('Doctor'));
  viewer = await tested.addKey(organizationId, 'viewer');
  [gitlab, gitea, tool] = await Promise.all([startHookForge('gitlab'), startHookForge('gitea'), startPingTool(secret)]);
});
afterAll(async () => {
  await Promise.all([gitlab?.stop(), gitea?.stop(), tool?.stop()]);
  await server?.close();
  await tested?.close();
});

async function connect(
  providerSlug: string,
  settings: object,
  credentials: object,
  authMethod = 'token',
  verifyTls = true,
) {
  const body = { providerSlug, authMethod, settings, credentials, verifyTls };
  const created = await tested.call(admin, 'POST', '/integrations/connections', body);
  expect(created.status, JSON.stringify(created.body)).toBe(201);
  return created.body.id as string;
}
const connectForge = (forge: HookForge, kind: string) => connect(kind, { baseUrl: forge.url }, { token: forge.token });
const connectTool = (url = tool.url, used = secret) =>
  connect('custom-tool', { pingUrl: url }, { secret: used }, 'sharedSecret');

async function addWebhook(connectionId: string, body: object) {
  const created = await tested.call(admin, 'POST', `/integrations/connections/${connectionId}/webhooks`, body);
  expect(created.status, JSON.stringify(created.body)).toBe(201);
  return created.body;
}

/** Sends a doctor and gives what it saw, by the first word of each step's id. */
async function look(
  connectionId: string,
): Promise<{ verdict: string; summary: string; steps: Record<string, Step>; runId: string }> {
  const started = await tested.call(admin, 'POST', '/doctor/run', { connectionIds: [connectionId] });
  expect(started.status).toBe(202);
  await tested.runJobs();
  const { body } = await tested.call(viewer, 'GET', `/doctor/runs/${started.body.id}`);
  expect(body.isFinished).toBe(true);
  const [check] = body.checks;
  expect(check.status, JSON.stringify(check)).toBe('success');
  const steps = Object.fromEntries(check.steps.map((step: Step) => [step.id.split(' ')[0], step]));
  return { ...check, steps };
}

const statuses = (steps: Record<string, Step>, prefix: string) =>
  Object.fromEntries(
    Object.entries(steps).flatMap(([id, { status }]) => (id.startsWith(prefix) ? [[id, status]] : [])),
  );

test('a connection that works is looked at from the network up to the credentials', async () => {
  const { verdict, steps } = await look(await connectForge(gitea, 'gitea'));
  expect(verdict).toBe('ok');
  for (const id of ['dns', 'egress', 'tcp', 'authenticate', 'identity', 'clock', 'credential_age', 'callback'])
    expect(steps[id], id).toMatchObject({ status: 'ok', fault: null, fix: null, bundle: [] });
  expect(steps.identity?.seen).toContain('ada');
  expect(steps.tls?.status).toBe('skipped');
});

test('each break on the way is named, with whose fault it is and what to do', async () => {
  const closed = await startServer(() => {});
  await closed.stop();
  const nobody = await look(await connect('gitea', { baseUrl: closed.url }, { token: gitea.token }));
  expect(nobody).toMatchObject({ verdict: 'failed', summary: expect.stringContaining('Nothing listens') });
  expect(nobody.steps.tcp).toMatchObject({
    status: 'failed',
    fault: 'network',
    bundle: [{ text: expect.stringContaining('nc -vz') }],
  });
  for (const id of ['tls', 'authenticate', 'identity', 'clock']) expect(nobody.steps[id]?.status, id).toBe('skipped');

  const unknown = await look(
    await connect('gitea', { baseUrl: 'https://no-such-host.invalid' }, { token: gitea.token }),
  );
  expect(unknown.steps.dns).toMatchObject({ status: 'failed', fault: 'configuration' });

  const refused = await look(await connect('gitea', { baseUrl: gitea.url }, { token: 'f'.repeat(40) }));
  expect(refused.steps.tcp?.status).toBe('ok');
  expect(refused.steps.authenticate).toMatchObject({
    status: 'failed',
    fault: 'configuration',
    fix: expect.any(String),
  });
});

test('an address this server may not call is told by the egress policy', async () => {
  const id = await connectForge(gitea, 'gitea');
  await tested.db.orm.execute(
    sql`update connections set settings = '{"baseUrl":"http://10.255.255.1"}'::jsonb where id = ${id}`,
  );
  tested.deps.services.cache.forget(id);
  const { steps } = await look(id);
  expect(steps.egress).toMatchObject({
    ...{ status: 'failed', fault: 'configuration', seen: expect.stringContaining('private') },
    bundle: [{ text: 'PATCHBAY_EGRESS_ALLOW=10.255.255.1:80' }],
  });
  expect(steps.tcp?.status).toBe('skipped');
});

test.each([
  [
    'expired',
    { validFrom: new Date(Date.now() - 60 * day), validTo: new Date(Date.now() - day) },
    /expired|self-signed/,
  ],
  ['self-signed', {}, /self-signed/],
  ['made for another name', { host: 'other.example.com' }, /self-signed|another host/],
])('a certificate that is %s is told, and what was switched off is warned of', async (_name, options, words) => {
  const certificate = await createCertificate('server', options);
  const secure = await startServer((_request, response) => void response.writeHead(200).end('{"id":1,"login":"ada"}'), {
    certificate,
  });
  try {
    const strict = await look(await connect('gitea', { baseUrl: secure.url }, { token: gitea.token }));
    expect(strict.steps.tls).toMatchObject({ status: 'failed', fault: 'provider', seen: expect.stringMatching(words) });
    expect(strict.steps.tls?.bundle[0]?.text).toContain('openssl s_client');
    expect(strict.steps.authenticate?.status).toBe('skipped');
    const lenient = await look(await connect('gitea', { baseUrl: secure.url }, { token: gitea.token }, 'token', false));
    expect(lenient.steps.tls).toMatchObject({
      status: 'warning',
      seen: expect.stringContaining('verification is off'),
    });
  } finally {
    await secure.stop();
  }
});

test("GitLab's test delivery comes back with its challenge, proves itself, and leaves no hook behind", async () => {
  const connectionId = await connectForge(gitlab, 'gitlab');
  await addWebhook(connectionId, { resource: '7', scheme: '0' });
  const before = gitlab.hooks.map(({ id }) => id);
  const { verdict, steps } = await look(connectionId);
  expect(statuses(steps, 'webhook')).toEqual({ webhook_hook: 'ok', webhook_delivery: 'ok', webhook_proof: 'ok' });
  expect(steps.webhook_delivery?.seen).toContain('Push Hook');
  expect(verdict).toBe('ok');
  expect(gitlab.hooks.map(({ id }) => id)).toEqual(before);
  const inbox = await tested.call(viewer, 'GET', `/integrations/webhook-deliveries?connectionId=${connectionId}`);
  expect(inbox.body.data).toMatchObject([
    { status: 'ignored', outcome: { note: expect.stringContaining('test delivery') } },
  ]);
});

test.each([
  [
    'nothing comes',
    { deliversNothing: true },
    { webhook_delivery: 'failed', webhook_proof: 'skipped' },
    /nothing came within 2 seconds/,
  ],
  [
    'the secret is another',
    { wrongSecret: true },
    { webhook_delivery: 'ok', webhook_proof: 'failed' },
    /not the one set up/,
  ],
  ['tests are refused', { refusesTests: true }, { webhook_delivery: 'failed', webhook_proof: 'skipped' }, /refused/],
  [
    'the hook of the test stays',
    { keepsHooks: true },
    { webhook_delivery: 'ok', webhook_proof: 'warning' },
    /could not be removed/,
  ],
])('when %s the leg that is broken is named', async (_name, faults, expected, words) => {
  const connectionId = await connectForge(gitlab, 'gitlab');
  const resource = String(100 + Math.floor(Math.random() * 1e6));
  await addWebhook(connectionId, { resource, scheme: '0' });
  gitlab.faults = faults;
  try {
    const { steps } = await look(connectionId);
    expect(statuses(steps, 'webhook')).toEqual({ webhook_hook: 'ok', ...expected });
    expect([steps.webhook_delivery?.seen, steps.webhook_proof?.seen].join(' ')).toMatch(words);
  } finally {
    gitlab.faults = {};
  }
  // What had to be left is removed by the next one.
  await look(connectionId);
  expect(gitlab.hooks.filter((hook) => hook.repository === resource)).toHaveLength(1);
});

test('a hook that was deleted at the provider is found', async () => {
  const connectionId = await connectForge(gitea, 'gitea');
  await addWebhook(connectionId, { resource: 'octo/gone' });
  gitea.hooks.length = 0;
  const { verdict, steps } = await look(connectionId);
  expect(verdict).toBe('failed');
  expect(steps.webhook_hook).toMatchObject({
    status: 'failed',
    seen: expect.stringContaining('not at Gitea any more'),
  });
  expect(steps.webhook_delivery?.status).toBe('skipped');
});

test('of many webhooks a doctor looks at five and names the rest; the test of one looks at that one', async () => {
  const connectionId = await connectForge(gitea, 'gitea');
  const made: string[] = [];
  for (let count = 0; count < 7; count += 1)
    made.push((await addWebhook(connectionId, { register: false, resource: `ada/app${count}` })).id);
  const all = await look(connectionId);
  expect(all.steps.webhooks_left).toMatchObject({
    status: 'skipped',
    seen: expect.stringMatching(/^2 of 7 .* Test those one by one/),
  });
  const path = (connection: string, id?: string) => `/integrations/connections/${connection}/webhooks/${id}/test`;
  for (const id of [made[0], made[3], made[6]]) {
    const started = await tested.call(admin, 'POST', path(connectionId, id));
    expect(started.status).toBe(202);
    await tested.runJobs();
    const { body } = await tested.call(viewer, 'GET', `/doctor/runs/${started.body.id}`);
    const ids = body.checks[0].steps.map((step: Step) => step.id);
    expect(ids).toContain('authenticate');
    expect(ids.filter((each: string) => each.startsWith('webhook'))).toEqual([
      ...[`webhook_hook ${id}`, `webhook_delivery ${id}`, `webhook_proof ${id}`],
    ]);
  }
  // Deleted before the worker came to it.
  const late = await tested.call(admin, 'POST', path(connectionId, made[1]));
  await tested.call(admin, 'DELETE', `/integrations/connections/${connectionId}/webhooks/${made[1]}`);
  await tested.runJobs();
  const { body } = await tested.call(viewer, 'GET', `/doctor/runs/${late.body.id}`);
  expect(body.checks[0].steps.at(-1)).toMatchObject({ status: 'skipped', seen: expect.stringContaining('any more') });

  const another = await connectForge(gitea, 'gitea');
  const { apiKey } = await tested.addOrganization('Not mine');
  const tries: [string, string, string | undefined][] = [
    [admin, connectionId, 'whe_unknown'],
    [admin, another, made[0]],
    [apiKey, connectionId, made[0]],
  ];
  for (const [key, connection, id] of tries)
    expect((await tested.call(key, 'POST', path(connection, id))).status).toBe(404);
});

test('a provider without a call for a test says so, and what to do by hand', async () => {
  const created = await connect('circleci', {}, { token: `CCIPAT_${'a'.repeat(30)}` }).catch(() => null);
  const connectionId = created ?? (await connectForge(gitea, 'gitea'));
  await addWebhook(connectionId, { register: false });
  const { steps } = await look(connectionId);
  expect(steps.webhook_delivery).toMatchObject({ status: 'warning', fix: expect.stringContaining('inbox') });
});

test('all four legs of a ping are proven', async () => {
  const { verdict, steps } = await look(await connectTool());
  expect(statuses(steps, 'ping')).toEqual({
    ...{ ping_reach_out: 'ok', ping_authenticate_out: 'ok', ping_reach_back: 'ok', ping_authenticate_back: 'ok' },
  });
  expect(verdict).toBe('ok');
});

test.each([
  ['the tool checks no signature', { checksNothing: true }, { ping_authenticate_out: 'failed' }, /wrong signature/],
  [
    'the tool stays silent',
    { staysSilent: true },
    { ping_reach_back: 'failed', ping_authenticate_back: 'skipped' },
    /did not call back/,
  ],
  ['the tool signs with another secret', { signsWrong: true }, { ping_authenticate_back: 'failed' }, /not signed/],
  ['the tool brings another nonce', { bringsWrongNonce: true }, { ping_authenticate_back: 'failed' }, /nonce/],
])('when %s the leg that is broken is named', async (_name, faults, expected, words) => {
  const connectionId = await connectTool();
  Object.assign(tool.faults, faults);
  try {
    const { steps } = await look(connectionId);
    const all = {
      ping_reach_out: 'ok',
      ping_authenticate_out: 'ok',
      ping_reach_back: 'ok',
      ping_authenticate_back: 'ok',
    };
    expect(statuses(steps, 'ping')).toEqual({ ...all, ...expected });
    expect(
      Object.values(steps)
        .map(({ seen }) => seen)
        .join(' '),
    ).toMatch(words);
  } finally {
    for (const name of Object.keys(faults)) delete (tool.faults as Record<string, boolean>)[name];
  }
});

test('a tool that is not there, and one with another secret, are told apart', async () => {
  const closed = await startServer(() => {});
  await closed.stop();
  const gone = await look(await connectTool(closed.url));
  expect(gone.steps.ping_reach_out).toMatchObject({ status: 'failed', fault: 'network' });
  expect(gone.steps.ping_authenticate_out?.status).toBe('skipped');
  const other = await look(await connectTool(tool.url, `whsec_${Buffer.from('b'.repeat(32)).toString('base64')}`));
  expect(other.steps.ping_reach_out?.status).toBe('ok');
  expect(other.steps.ping_authenticate_out).toMatchObject({
    ...{ status: 'failed', fault: 'configuration', seen: expect.stringContaining('refuses our signature') },
    bundle: [{ text: expect.stringContaining('openssl rand') }],
  });
});

test('a second answer to a challenge, and a call with one that is unknown, are refused', async () => {
  Object.assign(tool.faults, { answersTwice: true });
  tool.answers.length = 0;
  try {
    await look(await connectTool());
    await expect.poll(() => tool.answers, { timeout: 5_000 }).toEqual([204, 401]);
  } finally {
    delete tool.faults.answersTwice;
  }
  const call = (token: string, method = 'POST') =>
    fetch(`${server.url}/pings/${token}`, { method, ...(method === 'POST' && { body: '{}' }) });
  expect((await call('unknown')).status).toBe(404);
  expect((await call('x'.repeat(5_000))).status).toBe(404);
  expect((await call('unknown', 'GET')).status).toBe(404);
});

test('what was seen becomes evidence: chained, exportable, and a row that was tampered with is named', async () => {
  const { runId } = await look(await connectTool());
  const all = await tested.call(viewer, 'GET', '/evidence?limit=500');
  const own = all.body.data.find((row: { runId: string }) => row.runId === runId);
  expect(own).toMatchObject({
    kind: 'doctor',
    verdict: 'ok',
    providerSlug: 'custom-tool',
    content: { steps: expect.any(Array) },
  });
  const text = JSON.stringify(all.body);
  for (const hidden of [secret, gitea.token, gitlab.hooks[0]?.secret ?? secret]) expect(text).not.toContain(hidden);
  const oldest = await tested.call(viewer, 'GET', '/evidence?order=oldest&limit=2');
  expect(oldest.body.data.map(({ seq }: { seq: number }) => seq)).toEqual([1, 2]);
  expect(oldest.body.nextCursor).toBe('2');
  expect((await tested.call(viewer, 'GET', '/evidence/verification')).body).toMatchObject({ ok: true, problem: null });
  await tested.db.orm.update(evidenceTable).set({ verdict: 'failed' }).where(eq(evidenceTable.id, own.id));
  expect((await tested.call(viewer, 'GET', '/evidence/verification')).body).toMatchObject({
    ...{ ok: false, problem: { seq: own.seq, message: 'it was changed after it was written' } },
  });
  await tested.db.orm.update(evidenceTable).set({ verdict: 'ok' }).where(eq(evidenceTable.id, own.id));
});

test('a doctor for all looks at every connection that has credentials; a viewer may watch and not send one', async () => {
  expect((await tested.call(viewer, 'POST', '/doctor/run', {})).status).toBe(403);
  const { apiKey } = await tested.addOrganization('Other');
  expect((await tested.call(apiKey, 'POST', '/doctor/run', {})).status).toBe(409);
  const foreign = await connectTool();
  expect((await tested.call(apiKey, 'POST', '/doctor/run', { connectionIds: [foreign] })).status).toBe(404);
  const started = await tested.call(admin, 'POST', '/doctor/run', {});
  expect(started.body.checks.length).toBeGreaterThan(3);
  expect(started.body).toMatchObject({ isFinished: false, verdict: null });
  expect((await tested.call(apiKey, 'GET', `/doctor/runs/${started.body.id}`)).status).toBe(404);
  const listed = await tested.call(viewer, 'GET', '/doctor/runs?limit=1');
  expect(listed.body.data).toMatchObject([{ id: started.body.id }]);
});
