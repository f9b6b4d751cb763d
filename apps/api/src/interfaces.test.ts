// Provider-neutral interfaces, over HTTP, at a server that answers as Gitea's API documents it.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDispatcherSource, createRuntime } from '@patchbay/runtime';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createObservers } from './start/create-observers.ts';
import { createTestApp, type TestApp } from './testing/create-test-app.ts';

interface Seen {
  method: string;
  path: string;
  body: Record<string, unknown>;
}

const sha = '8d1c3f5e9b0a7d2c4e6f8a1b3c5d7e9f0a2b4c6d';
const user = { id: 7, login: 'patchbay-bot', full_name: 'Patchbay', email: 'bot@example.com' };
let tested: TestApp;
let gitea: Server;
let key: string;
let connection: string;
let seen: Seen[] = [];
const comments: { id: number; body: string; user: typeof user; html_url: string }[] = [];
let failWith: number | null = null;

beforeAll(async () => {
  gitea = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '' } = request;
      const path = url.split('?')[0]?.replace(/^\/api\/v1/, '') ?? '';
      const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString('utf8')) : {};
      seen.push({ method, path, body });
      const answer = (status: number, data: unknown) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(data));
      if (failWith !== null && method !== 'GET') return answer(failWith, { message: 'no' });
      if (path === '/user') return answer(200, user);
      if (path.endsWith(`/statuses/${sha}`))
        return answer(201, { id: 5, status: body.state, url: 'https://gitea.example.com/s/5' });
      if (method === 'GET') return answer(200, url.includes('page=2') ? [] : comments);
      if (method === 'PATCH') {
        const comment = comments.find(({ id }) => path.endsWith(`/${id}`));
        if (!comment) return answer(404, { message: 'not found' });
        comment.body = body.body;
        return answer(200, comment);
      }
      const id = comments.length + 1;
      comments.push({ id, body: body.body, user, html_url: `https://gitea.example.com/c/${id}` });
      answer(201, comments.at(-1));
    });
  });
  await new Promise<void>((resolve) => gitea.listen(0, '127.0.0.1', resolve));
  tested = await createTestApp();
  tested.deps.services.observer = createObservers(tested.deps.metrics).observer;
  ({ apiKey: key } = await tested.addOrganization('Mine'));
  const created = await tested.call(key, 'POST', '/integrations/connections', {
    providerSlug: 'gitea',
    authMethod: 'token',
    settings: { baseUrl: `http://127.0.0.1:${(gitea.address() as AddressInfo).port}` },
    credentials: { token: 'a'.repeat(40) },
  });
  connection = created.body.id;
  expect(created.status).toBe(201);
});
afterAll(async () => {
  gitea?.close();
  await tested?.close();
});
beforeEach(() => {
  seen = [];
  failWith = null;
});

const perform = (id: string, input: object, credential: string | null = key) =>
  tested.call(credential, 'POST', `/integrations/connections/${connection}/interfaces/${id}`, input);
const comment = { owner: 'acme', repository: 'shop', pullRequestNumber: 12 };
const lines = () => tested.logged.map((line) => JSON.parse(line)).filter(({ operation }) => operation !== undefined);

test('a comment is made once and then kept up to date', async () => {
  const first = await perform('scm.comment', { ...comment, body: '2 findings' });
  expect([first.status, first.body]).toEqual([
    200,
    {
      success: true,
      skippedOffline: false,
      result: { id: '1', url: 'https://gitea.example.com/c/1', wasUpdated: false },
    },
  ]);
  const again = await perform('scm.comment', { ...comment, body: 'all fixed' });
  expect(again.body.result).toMatchObject({ id: '1', wasUpdated: true });
  expect(comments.map(({ body }) => body)).toEqual([expect.stringContaining('all fixed')]);
  const another = await perform('scm.comment', { ...comment, body: 'one more', updateExisting: false });
  expect(another.body.result).toMatchObject({ id: '2', wasUpdated: false });
  expect(lines().at(-1)).toMatchObject({
    ...{ integrationId: connection, provider: 'gitea', operation: 'comment', prNumber: 12, status: 'success' },
    organizationId: expect.any(String),
    requestId: expect.any(String),
  });
});

test('a status is set with the words of the interface', async () => {
  const { body } = await perform('scm.status', {
    ...{ owner: 'acme', repository: 'shop', commitSha: sha, state: 'failure', context: 'scan' },
    description: '2 findings',
  });
  expect(body).toMatchObject({ success: true, result: { id: '5', state: 'failure' } });
  expect(seen).toEqual([
    {
      method: 'POST',
      path: `/repos/acme/shop/statuses/${sha}`,
      body: { state: 'failure', context: 'scan', description: '2 findings' },
    },
  ]);
  expect(lines().at(-1)).toMatchObject({ operation: 'status', commitSha: sha });
});

test('what the provider refuses is in the result, is counted and logged', async () => {
  failWith = 403;
  const { status, body } = await perform('scm.comment', { ...comment, body: 'x', updateExisting: false });
  expect([status, body]).toMatchObject([200, { success: false, error: { class: 'permission', isTransient: false } }]);
  expect(lines().at(-1)).toMatchObject({ operation: 'comment', status: 'error', errorClass: 'permission' });
  const { text } = await tested.deps.metrics.render();
  expect(text).toContain('scm_annotation_total{provider="gitea",operation="comment",status="error"} 1');
  expect(text).toContain('scm_annotation_total{provider="gitea",operation="comment",status="success"} 3');
  expect(text).toContain('scm_annotation_duration_seconds_count{provider="gitea",operation="status"} 1');
});

test('a check run is counted and logged under its name', async () => {
  const { body: github } = await tested.call(key, 'POST', '/integrations/connections', {
    ...{ providerSlug: 'github', authMethod: 'token', credentials: { token: `ghp_${'a'.repeat(36)}` } },
    settings: { baseUrl: `http://127.0.0.1:${(gitea.address() as AddressInfo).port}` },
  });
  const at = `/integrations/connections/${github.id}/interfaces/scm.checkRun`;
  const { body } = await tested.call(key, 'POST', at, {
    ...{ owner: 'acme', repository: 'shop', headSha: sha, name: 'scan', status: 'completed', conclusion: 'success' },
  });
  expect(seen).toMatchObject([{ path: '/repos/acme/shop/check-runs' }]);
  expect(body).toMatchObject({ success: true });
  expect(lines().at(-1)).toMatchObject({ operation: 'check_run', status: 'success', commitSha: sha });
  const { text } = await tested.deps.metrics.render();
  expect(text).toContain('scm_annotation_total{provider="github",operation="check_run",status="success"} 1');
});

test('offline an annotation is skipped: the log warns with what has to be posted by hand, and the metric says so', async () => {
  const { services } = tested.deps;
  const { runtime, clock, logger, egress } = services;
  const dispatchers = createDispatcherSource({ egress });
  services.runtime = createRuntime({ clock, logger, dispatchers, offline: true });
  const { body } = await perform('scm.comment', { ...comment, body: '3 findings', updateExisting: false });
  services.runtime = runtime;
  await dispatchers.close();
  const payload = { method: 'POST', url: expect.stringMatching(/\/issues\/12\/comments$/) };
  expect(body).toMatchObject({ success: false, skippedOffline: true, skippedPayload: payload });
  expect(seen).toEqual([]);
  const line = lines().at(-1);
  expect(line).toMatchObject({ operation: 'comment', status: 'skipped', prNumber: 12 });
  const { headers: _headers, ...request } = body.skippedPayload;
  expect(JSON.parse(line.payload)).toEqual(request);
  expect(line.msg).toBe('annotation not posted: offline');
  expect(request.body.body).toContain('3 findings');
  expect(JSON.stringify(line)).not.toContain('a'.repeat(40));
  const { text } = await tested.deps.metrics.render();
  expect(text).toContain('scm_annotation_total{provider="gitea",operation="comment",status="skipped"} 1');
});

test('bad input and interfaces that are not served are refused before anything is sent', async () => {
  const missing = await perform('scm.comment', { ...comment });
  expect([missing.status, missing.body.error]).toMatchObject([400, { code: 'invalid_input' }]);
  expect(missing.body.error.message).toContain('input.body');
  for (const id of ['llm.chat', 'constructor', 'no.such']) {
    const { status, body } = await perform(id, {});
    expect([status, body.error.code]).toEqual([400, 'unsupported']);
    expect(body.error.message).toContain('It serves scm.comment');
  }
  expect(seen).toEqual([]);
});

test('an input the provider has no place for is refused by name, and its page tells which', async () => {
  const { body: jenkins } = await tested.call(key, 'POST', '/integrations/connections', {
    providerSlug: 'jenkins',
    authMethod: 'token',
    settings: { baseUrl: `http://127.0.0.1:${(gitea.address() as AddressInfo).port}` },
    credentials: { username: 'ada', password: 'a'.repeat(34) },
  });
  const { status, body } = await tested.call(
    key,
    'POST',
    `/integrations/connections/${jenkins.id}/interfaces/ci.trigger`,
    { project: 'team/app', pipeline: 'nightly' },
  );
  expect([status, body.error]).toMatchObject([
    400,
    { code: 'unsupported', details: [expect.objectContaining({ path: 'input.pipeline' })] },
  ]);
  expect(body.error.message).toBe(
    'Jenkins does not take "pipeline" for ci.trigger. A job is one pipeline. Leave it out and name the job in project, with its folders: team/app.',
  );
  expect(seen).toEqual([]);
  const { body: provider } = await tested.call(key, 'GET', '/integrations/providers/jenkins');
  expect(provider.notTaken).toContainEqual({
    ...{ interface: 'ci.trigger', input: 'pipeline', reason: 'A job is one pipeline.' },
    instead: 'Leave it out and name the job in project, with its folders: team/app.',
  });
});

test('a viewer may not annotate, and nobody from elsewhere or without a key', async () => {
  const { body: me } = await tested.call(key, 'GET', '/me');
  const viewer = await tested.addKey(me.organization.id, 'viewer');
  expect((await perform('scm.comment', { ...comment, body: 'x' }, viewer)).status).toBe(403);
  expect((await perform('scm.comment', { ...comment, body: 'x' }, null)).status).toBe(401);
  const { apiKey: stranger } = await tested.addOrganization('Theirs');
  expect((await perform('scm.comment', { ...comment, body: 'x' }, stranger)).status).toBe(404);
  expect(seen).toEqual([]);
});
