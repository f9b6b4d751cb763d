// The paths of the documents for the model registry, against a server that speaks its protocol.
import { createCanary, type Mlflow, type MlflowModel, startMlflow } from '@patchbay/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from './testing/create-test-app.ts';

const secretOfAda = createCanary();
let tested: TestApp;
let server: Mlflow;
let admin: string;
let organizationId: string;

beforeAll(async () => {
  tested = await createTestApp();
});
afterAll(() => tested?.close());
beforeEach(async () => {
  server = await startMlflow(makeModels(3));
  ({ apiKey: admin, organizationId } = await tested.addOrganization('Models'));
});
afterEach(() => server.stop());

function makeModels(count: number): MlflowModel[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `model-${index}`,
    description: `Model ${index}`,
    tags: [{ key: 'team', value: 'risk' }],
    aliases: [{ alias: 'champion', version: '2' }],
    versions: [
      { version: '1', current_stage: 'Archived' },
      { version: '2', current_stage: 'Production', run_id: `run-${index}` },
    ],
  }));
}

const call = (method: string, path: string, body?: unknown, key = admin) =>
  tested.call(key, method, `/integrations/mlflow${path}`, body);
const configure = (values: object = {}) =>
  call('POST', '/configure', { trackingServerUrl: server.url, authMethod: 'none', ...values });

test('before it is configured, it says so everywhere', async () => {
  expect((await call('GET', '/config')).body).toEqual({ configured: false, config: null });
  expect((await call('GET', '/sync-status')).body).toMatchObject({
    configured: false,
    lastSyncStatus: null,
    syncs: [{ sync: 'models', schedule: '0 * * * *', isEnabled: true }, { sync: 'modelVersions' }],
  });
  for (const [method, path] of [
    ['GET', '/models'],
    ['GET', '/health'],
    ['POST', '/test'],
    ['POST', '/sync'],
  ] as const) {
    const { status, body } = await call(method, path);
    expect([path, status, body.error.code]).toEqual([path, 404, 'not_found']);
    expect(body.error.message).toContain('POST /integrations/mlflow/configure');
  }
});

test('configure, test, sync, models: with a token that is stored and never shown', async () => {
  const apiToken = 'mlflow-token-that-nobody-may-see';
  server.protection = { type: 'token', token: apiToken };
  const configured = await configure({ authMethod: 'token', apiToken, timeout: 20, verifySsl: false });
  expect(configured.status).toBe(200);
  expect(configured.body).toEqual({
    configured: true,
    config: {
      trackingServerUrl: server.url,
      authMethod: 'token',
      timeout: 20,
      verifySsl: false,
      hasStoredUsername: false,
      hasStoredPassword: false,
      hasStoredApiToken: true,
      lastTestStatus: null,
      lastTestMessage: null,
      lastTestedAt: null,
      lastSyncStatus: null,
      lastSyncMessage: null,
      lastSyncedAt: null,
      connectionId: expect.stringMatching(/^con_/),
      status: 'pending',
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    },
  });

  expect((await call('POST', '/test')).body).toMatchObject({ ok: true, error: null });
  expect(server.requests.at(-1)?.headers.authorization).toBe(`Bearer ${apiToken}`);
  const started = await call('POST', '/sync');
  expect(started.status).toBe(202);
  expect(started.body.runs.map(({ sync }: { sync: string }) => sync)).toEqual(['models', 'modelVersions']);
  // Asking again while they wait gives the runs there are.
  expect((await call('POST', '/sync')).body).toEqual(started.body);
  await tested.runJobs();

  const { body: models } = await call('GET', '/models');
  expect(models.nextCursor).toBeNull();
  expect(models.data).toHaveLength(3);
  expect(models.data[0]).toEqual({
    id: 'model-0',
    name: 'model-0',
    description: 'Model 0',
    tags: { team: 'risk' },
    latestVersion: '2',
    aliases: ['champion'],
    createdAt: '2025-11-18T08:00:00.000Z',
    updatedAt: '2025-11-19T08:00:00.000Z',
  });
  const { body: versions } = await call('GET', '/model-versions');
  expect(versions.data).toHaveLength(6);
  expect(versions.data).toContainEqual(
    expect.objectContaining({ id: 'model-1/2', model: 'model-1', version: '2', stage: 'Production', runId: 'run-1' }),
  );

  const config = (await call('GET', '/config')).body.config;
  expect(config).toMatchObject({ lastTestStatus: 'success', lastSyncStatus: 'success', status: 'active' });
  expect(config.lastSyncedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  const status = await call('GET', '/sync-status');
  expect(status.body).toMatchObject({
    configured: true,
    lastTestStatus: 'success',
    lastSyncStatus: 'success',
    syncs: [
      { sync: 'models', schedule: '0 * * * *', failedAttempts: 0, lastRunStatus: 'success' },
      { sync: 'modelVersions', lastRunStatus: 'success' },
    ],
  });
  expect(status.body.syncs[0].lastRunId).toBe(started.body.runs[0].runId);
  const said = JSON.stringify([configured.body, config, status.body, models, tested.logged]);
  expect(said).not.toContain(apiToken);
});

test('models are read page by page and given page by page; one that is gone is gone here', async () => {
  server.models = makeModels(230);
  await configure();
  await call('POST', '/sync');
  await tested.runJobs();
  const tokens = server.requests.filter(({ url }) => url.includes('registered-models')).map(({ url }) => url);
  expect(tokens.length).toBe(3);
  expect(tokens.slice(1).every((url) => url.includes('page_token='))).toBe(true);
  const names = new Set<string>();
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await call('GET', `/models?limit=100${cursor && `&cursor=${cursor}`}`);
    for (const { name } of page.body.data) names.add(name);
    cursor = page.body.nextCursor;
  }
  expect(names.size).toBe(230);
  server.models = server.models.slice(1);
  await call('POST', '/sync');
  await tested.runJobs();
  expect((await call('GET', '/models?limit=500')).body.data).toHaveLength(229);
});

test('a sync that stops on the way is partial, one that reads nothing an error', async () => {
  server.models = makeModels(150);
  await configure();
  server.onRequest = (url, response) => {
    if (!url.searchParams.has('page_token')) return false;
    response.writeHead(403, { 'content-type': 'application/json' });
    response.end('{"error_code":"PERMISSION_DENIED","message":"no"}');
    return true;
  };
  const id = (await call('GET', '/config')).body.config.connectionId;
  await tested.call(admin, 'POST', `/integrations/connections/${id}/sync`, { sync: 'models' });
  await tested.runJobs();
  expect((await call('GET', '/sync-status')).body).toMatchObject({
    lastSyncStatus: 'partial',
    lastSyncMessage: expect.stringContaining('Stopped after 100 were read'),
    syncs: [{ lastRunStatus: 'partial', lastSuccessAt: null }, {}],
  });
  server.onRequest = (_url, response) => {
    response.writeHead(403, { 'content-type': 'application/json' });
    response.end('{"error_code":"PERMISSION_DENIED","message":"no"}');
    return true;
  };
  await tested.call(admin, 'POST', `/integrations/connections/${id}/sync`, { sync: 'modelVersions' });
  await tested.runJobs();
  expect((await call('GET', '/config')).body.config).toMatchObject({ lastSyncStatus: 'error' });
});

test('health asks the server each time', async () => {
  await configure();
  const before = server.requests.length;
  expect((await call('GET', '/health')).body).toMatchObject({
    healthy: true,
    status: 'healthy',
    checkedAt: expect.any(String),
  });
  expect(server.requests.slice(before).map(({ url }) => url)).toEqual([
    '/api/2.0/mlflow/experiments/search?max_results=1',
  ]);
  server.protection = { type: 'basic', username: 'ada', password: secretOfAda };
  const refused = await call('GET', '/health');
  expect(refused.status).toBe(200);
  expect(refused.body).toMatchObject({
    healthy: false,
    status: 'unhealthy',
    message: expect.stringContaining('MLflow refused the credentials'),
  });
  await server.stop();
  expect((await call('GET', '/health')).body).toMatchObject({ healthy: false, status: 'degraded' });
  // It looks, and changes nothing.
  expect((await call('GET', '/config')).body.config).toMatchObject({ status: 'pending', lastTestStatus: null });
  const runs = (await tested.call(admin, 'GET', '/integrations/runs')).body.data;
  expect(runs.map(({ kind, status }: { kind: string; status: string }) => [kind, status])).toEqual([
    ['health', 'error'],
    ['health', 'error'],
    ['health', 'success'],
  ]);
});

test('a test that fails is kept with its reason, and a later one replaces it', async () => {
  server.protection = { type: 'basic', username: 'ada', password: secretOfAda };
  await configure({ authMethod: 'basic', username: 'ada', password: 'wrong' });
  expect((await call('POST', '/test')).body).toMatchObject({ ok: false, error: { class: 'auth_invalid' } });
  expect((await call('GET', '/config')).body.config).toMatchObject({
    status: 'error',
    lastTestStatus: 'error',
    lastTestMessage: expect.stringContaining('refused'),
    hasStoredUsername: true,
    hasStoredPassword: true,
    hasStoredApiToken: false,
  });
  await configure({ authMethod: 'basic', password: secretOfAda });
  expect((await call('POST', '/test')).body).toMatchObject({ ok: true });
  expect((await call('GET', '/config')).body.config).toMatchObject({ status: 'active', lastTestStatus: 'success' });
});

describe('configuring again', () => {
  test('keeps what is left out and a secret left blank, and changes the rest', async () => {
    const apiToken = 'mlflow-token-that-stays';
    server.protection = { type: 'token', token: apiToken };
    await configure({ authMethod: 'token', apiToken });
    const first = (await call('GET', '/config')).body.config;
    const again = await call('POST', '/configure', { timeout: 45, apiToken: '' });
    expect(again.body.config).toMatchObject({
      connectionId: first.connectionId,
      trackingServerUrl: server.url,
      authMethod: 'token',
      timeout: 45,
      verifySsl: true,
      hasStoredApiToken: true,
    });
    expect((await call('POST', '/test')).body.ok).toBe(true);
    // Another way to sign in leaves nothing of the old one behind.
    const none = await call('POST', '/configure', { authMethod: 'none', apiToken: '', username: '' });
    expect(none.body.config).toMatchObject({ authMethod: 'none', hasStoredApiToken: false });
    expect((await call('POST', '/test')).body.ok).toBe(false);
  });

  test.each([
    [{ authMethod: 'none', apiToken: 'x' }, 'apiToken', /belongs to the sign-in method "token"/],
    [{ authMethod: 'kerberos' }, 'authMethod', /has no sign-in method/],
    [{ trackingServerUrl: 'not a url' }, 'settings.trackingServerUrl', /./],
    [{ timeout: 0 }, 'timeout', /./],
    [{ timeout: 3_600 }, 'timeout', /./],
    [{ verifySsl: 'no' }, 'verifySsl', /./],
    [{ trackingUrl: 'https://x.example.com' }, 'trackingUrl', /no such field/],
    [{ authMethod: 'token' }, 'credentials.apiToken', /./],
  ])('%j is refused and changes nothing', async (values, path, message) => {
    await configure();
    const before = (await call('GET', '/config')).body;
    const { status, body } = await call('POST', '/configure', values);
    expect([status, body.error.code]).toEqual([400, 'invalid_input']);
    expect(body.error.details[0].path).toBe(path);
    expect(body.error.details[0].message).toMatch(message);
    expect((await call('GET', '/config')).body).toEqual(before);
  });
});

test('a viewer reads and changes nothing; another organization sees nothing', async () => {
  await configure();
  const viewer = await tested.addKey(organizationId, 'viewer');
  expect((await call('GET', '/config', undefined, viewer)).body.configured).toBe(true);
  expect((await call('GET', '/health', undefined, viewer)).body.healthy).toBe(true);
  for (const [path, body] of [
    ['/configure', { timeout: 10 }],
    ['/test', undefined],
    ['/sync', undefined],
  ] as const)
    expect((await call('POST', path, body, viewer)).status).toBe(403);
  const { apiKey: other } = await tested.addOrganization('Other');
  expect((await call('GET', '/config', undefined, other)).body).toEqual({ configured: false, config: null });
  expect((await call('GET', '/models', undefined, other)).status).toBe(404);
  expect((await call('GET', '/health', undefined, other)).status).toBe(404);
  expect((await call('GET', `/config?organizationId=${organizationId}`, undefined, other)).status).toBe(404);
});

test('with several connections none is taken for the one that is meant', async () => {
  await configure();
  await tested.call(admin, 'POST', '/integrations/connections', {
    providerSlug: 'mlflow',
    name: 'Second',
    authMethod: 'none',
    settings: { trackingServerUrl: server.url },
  });
  for (const [method, path, body] of [
    ['GET', '/config', undefined],
    ['POST', '/configure', { timeout: 10 }],
    ['POST', '/test', undefined],
  ] as const) {
    const answer = await call(method, path, body);
    expect([answer.status, answer.body.error.code]).toEqual([409, 'conflict']);
    expect(answer.body.error.message).toContain('/integrations/connections/{id}');
  }
});

test('the paths without the prefix are the same, and unknown providers and collections are not there', async () => {
  await configure();
  const old = await tested.app.request('/integrations/mlflow/config', {
    headers: { authorization: `Bearer ${admin}` },
  });
  expect(await old.json()).toEqual((await call('GET', '/config')).body);
  expect((await tested.app.request('/integrations/mlflow/config')).status).toBe(401);
  expect((await tested.call(admin, 'GET', '/integrations/no-such-thing/config')).status).toBe(404);
  const unknown = await call('GET', '/datasets');
  expect([unknown.status, unknown.body.error.message]).toEqual([
    404,
    'MLflow has no "datasets". There are models and model-versions.',
  ]);
});
