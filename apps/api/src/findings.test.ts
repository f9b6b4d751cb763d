// A provider's real alerts as findings over HTTP: its manifest reads them from a server that answers as its fixtures say.
import { readFile } from 'node:fs/promises';
import { syncStates } from '@patchbay/db';
import { type LocalServer, startServer } from '@patchbay/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from './testing/create-test-app.ts';

interface Interaction {
  request: { path: string };
  response: { status: number; headers: Record<string, string>; body: { number: number; state: string }[] };
}

const fixtureUrl = new URL('../../../manifests/github/fixtures/sync-dependabot-alerts.json', import.meta.url);

let tested: TestApp;
let server: LocalServer;
let interactions: Interaction[];
let admin: string;
let viewer: string;
let connectionId: string;

beforeAll(async () => {
  tested = await createTestApp();
  ({ interactions } = JSON.parse(await readFile(fixtureUrl, 'utf8')) as { interactions: Interaction[] });
  server = await startServer((request, response) => {
    const found = interactions.find(({ request: { path } }) => path === request.url);
    const none = { status: 404, headers: {} as Record<string, string>, body: { message: 'Not Found' } };
    const { status, headers, body } = found?.response ?? none;
    const { link, ...others } = headers;
    const next = link && { link: link.replace('https://api.github.com', server.url) };
    response.writeHead(status, { ...others, ...next }).end(JSON.stringify(body));
  });
  const organization = await tested.addOrganization('Findings');
  admin = organization.apiKey;
  viewer = await tested.addKey(organization.organizationId, 'viewer');
  const created = await tested.call(admin, 'POST', '/integrations/connections', {
    providerSlug: 'github',
    authMethod: 'token',
    settings: { baseUrl: server.url, siteUrl: server.url },
    credentials: { token: `ghp_${'a'.repeat(36)}` },
  });
  expect(created.status).toBe(201);
  connectionId = created.body.id;
  await tested.db.orm.insert(syncStates).values({
    connectionId,
    sync: 'dependabotAlerts',
    organizationId: organization.organizationId,
    variables: { organization: 'octo-org' },
  });
  await sync();
});
afterAll(async () => {
  await server?.stop();
  await tested?.close();
});

async function sync(): Promise<{ status: string; stats: Record<string, number> }> {
  const body = { sync: 'dependabotAlerts' };
  const started = await tested.call(admin, 'POST', `/integrations/connections/${connectionId}/sync`, body);
  await tested.runJobs();
  return (await tested.call(admin, 'GET', `/integrations/runs/${started.body.runId}`)).body;
}

async function list(query = ''): Promise<Record<string, unknown>[]> {
  const { status, body } = await tested.call(viewer, 'GET', `/integrations/findings?limit=100${query}`);
  expect(status).toBe(200);
  return body.data;
}

const idOf = async (key: string) => (await list()).find(({ externalId }) => externalId === key)?.id as string;

test('alerts of GitHub are findings, and reading them again changes nothing', async () => {
  const rows = (await list()).map((row) => [row.externalId, row.severity, row.status, row.rule]);
  expect(rows.sort()).toEqual([
    ['octo-org/hello-world#1', 'medium', 'open', 'CVE-2021-20191'],
    ['octo-org/hello-world#3', 'critical', 'resolved', 'GHSA-p6mc-m468-83gw'],
    ['octo-org/hello-world#4', 'low', 'ignored', 'CVE-2021-44906'],
    ['octo-org/octo-repo#2', 'high', 'ignored', 'CVE-2018-6188'],
  ]);
  const { body } = await tested.call(viewer, 'GET', `/integrations/findings/${await idOf('octo-org/hello-world#1')}`);
  expect(body).toMatchObject({
    providerSlug: 'github',
    sync: 'dependabotAlerts',
    resource: 'octo-org/hello-world/path/to/requirements.txt',
    remediation: 'Update ansible to 2.9.18',
    url: 'https://github.com/octo-org/hello-world/security/dependabot/1',
    record: { attributes: { ecosystem: 'pip', cvss: 5.5 } },
  });
  expect(await sync()).toMatchObject({ status: 'success', stats: { unchanged: 4, updated: 0, unknownWords: 0 } });
});

test('lists are filtered, and counted', async () => {
  const keys = async (query: string) => (await list(query)).map(({ externalId }) => externalId).sort();
  expect(await keys('&severity=critical')).toEqual(['octo-org/hello-world#3']);
  expect(await keys('&status=ignored')).toEqual(['octo-org/hello-world#4', 'octo-org/octo-repo#2']);
  expect(await keys('&rule=CVE-2021-*')).toEqual(['octo-org/hello-world#1', 'octo-org/hello-world#4']);
  expect(await keys('&resource=octo-org/octo-repo/*')).toEqual(['octo-org/octo-repo#2']);
  expect(await keys(`&connectionId=${connectionId}&status=open`)).toEqual(['octo-org/hello-world#1']);
  const refused = await tested.call(viewer, 'GET', '/integrations/findings?severity=severe');
  expect([refused.status, refused.body.error.code]).toEqual([400, 'invalid_input']);
  expect((await tested.call(viewer, 'GET', '/integrations/findings/summary')).body).toEqual({
    total: 4,
    byStatus: { open: 1, resolved: 1, ignored: 2 },
    bySeverity: {
      critical: { open: 0, resolved: 1, ignored: 0 },
      high: { open: 0, resolved: 0, ignored: 1 },
      medium: { open: 1, resolved: 0, ignored: 0 },
      low: { open: 0, resolved: 0, ignored: 1 },
      info: { open: 0, resolved: 0, ignored: 0 },
    },
  });
});

test('a finding is ignored for a reason until a time, and opened again', async () => {
  const path = `/integrations/findings/${await idOf('octo-org/hello-world#1')}`;
  for (const [body, field] of [
    [{ status: 'ignored' }, 'reason'],
    [{ status: 'ignored', reason: 'x', until: 'soon' }, 'until'],
    [{ status: 'ignored', reason: 'x', until: '2020-01-01T00:00:00Z' }, 'until'],
    [{ status: 'open', until: '2040-01-01T00:00:00Z' }, 'until'],
    [{ status: 'gone' }, 'status'],
  ] as const) {
    const refused = await tested.call(admin, 'PATCH', path, body);
    expect([refused.status, refused.body.error.details[0].path]).toEqual([400, field]);
  }
  const until = '2040-01-01T00:00:00.000Z';
  const ignored = await tested.call(admin, 'PATCH', path, { status: 'ignored', reason: 'not reachable', until });
  expect(ignored.body).toMatchObject({ status: 'ignored', statusReason: 'not reachable', ignoredUntil: until });
  const opened = await tested.call(admin, 'PATCH', path, { status: 'open' });
  expect(opened.body).toMatchObject({ status: 'open', ignoredUntil: null, reopenedCount: 1 });
});

test('an exception comes, changes and goes, with its findings', async () => {
  const path = '/integrations/finding-exceptions';
  const created = await tested.call(admin, 'POST', path, {
    rule: 'CVE-2021-*',
    resource: 'octo-org/*',
    connectionId,
    reason: 'accepted by security',
    expiresAt: '2040-01-01T00:00:00Z',
  });
  expect(created.status).toBe(201);
  expect(created.body).toMatchObject({ isExpired: false, expiresAt: '2040-01-01T00:00:00.000Z' });
  const { id } = created.body;
  const finding = `/integrations/findings/${await idOf('octo-org/hello-world#1')}`;
  expect((await tested.call(admin, 'GET', finding)).body).toMatchObject({ status: 'ignored', exceptionId: id });
  const changed = await tested.call(admin, 'PATCH', `${path}/${id}`, { reason: 'for longer', expiresAt: null });
  expect(changed.body).toMatchObject({ reason: 'for longer', expiresAt: null });
  expect((await tested.call(admin, 'GET', finding)).body).toMatchObject({
    statusReason: 'for longer',
    ignoredUntil: null,
  });
  expect((await tested.call(viewer, 'GET', path)).body.data).toMatchObject([{ id }]);
  expect((await tested.call(viewer, 'GET', `${path}/${id}`)).body).toMatchObject({ id });
  const refused = await tested.call(admin, 'PATCH', finding, { status: 'open' });
  expect([refused.status, refused.body.error.code]).toEqual([409, 'conflict']);
  expect((await tested.call(admin, 'DELETE', `${path}/${id}`)).status).toBe(204);
  expect((await tested.call(admin, 'GET', finding)).body).toMatchObject({ status: 'open', exceptionId: null });
  expect((await tested.call(admin, 'DELETE', `${path}/${id}`)).status).toBe(404);
});

test('what GitHub says is fixed is resolved', async () => {
  const alert = interactions[0]?.response.body.find(({ number }) => number === 1);
  if (!alert) throw new Error('the fixture has no such alert');
  alert.state = 'fixed';
  expect(await sync()).toMatchObject({ stats: { updated: 1 } });
  expect(await list('&status=open')).toEqual([]);
  alert.state = 'open';
  await sync();
  expect(await list('&status=open')).toMatchObject([
    { externalId: 'octo-org/hello-world#1', statusReason: 'Seen again.' },
  ]);
});
