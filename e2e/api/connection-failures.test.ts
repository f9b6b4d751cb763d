// What goes wrong between here and a real registry: each failure says whose fault it is and the next step.
import type { Connection, Discovered, TestResult } from '@patchbay/client';
import * as hostile from '@patchbay/testing';
import { type LocalServer, startDockerRegistry, startServer } from '@patchbay/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiClient, type ErrorBody, runSync, testConnection } from '../support/api-client.ts';
import { connectRegistry } from '../support/connect-registry.ts';
import { listRecords } from '../support/list-all.ts';
import { requireDockerRegistry } from '../support/require-peers.ts';
import { type ReadyPatchbay, startReadyPatchbay } from '../support/set-up-patchbay.ts';

let ready: ReadyPatchbay;
let api: ApiClient;
beforeAll(async () => {
  ready = await startReadyPatchbay();
  api = ready.api;
});
afterAll(() => ready?.patchbay.close());

/** A failed test always names the fault, the class and a next step, and the connection remembers it. */
async function expectFailure(
  connection: Connection,
  expected: { whoseFault: NonNullable<TestResult['error']>['whoseFault']; class?: string },
): Promise<NonNullable<TestResult['error']>> {
  const result = await testConnection(api, connection.id);
  expect(result.ok).toBe(false);
  expect(result.error).toMatchObject(expected);
  expect(result.error?.message).not.toBe('');
  expect(result.error?.nextStep).not.toBe('');
  expect(result.steps.some(({ status }) => status === 'failed')).toBe(true);
  const after = await api.get<Connection>(`/integrations/connections/${connection.id}`);
  expect(after.lastTest?.status).toBe('error');
  expect(after.status).not.toBe('active');
  if (!result.error) throw new Error('unreachable');
  return result.error;
}

describe.skipIf(!requireDockerRegistry())('a real registry', () => {
  test.each([
    ['basic', 'basic'],
    ['basic', 'bearer'],
    ['token', 'bearer'],
  ] as const)(
    'with auth %s refuses a wrong password given by method %s, and takes the right one',
    async (auth, authMethod) => {
      const registry = await startDockerRegistry({ auth });
      try {
        const connection = await connectRegistry(api, registry, { authMethod, password: 'wrong-password-4711' });
        const error = await expectFailure(connection, { whoseFault: 'you', class: 'auth_invalid' });
        expect(JSON.stringify(error)).not.toContain('wrong-password-4711');
        const fixed = await api.call<Connection>('PUT', `/integrations/connections/${connection.id}/credentials`, {
          credentials: { password: registry.password },
        });
        expect(fixed.status).toBe(200);
        expect(fixed.body.credential?.version).toBe(2);
        expect(await testConnection(api, connection.id)).toMatchObject({ ok: true, error: null });
        expect((await api.get<Connection>(`/integrations/connections/${connection.id}`)).status).toBe('active');
      } finally {
        await registry.close();
      }
    },
  );

  test('that is stopped is not reached, and that is its own fault; started again, the same connection works', async () => {
    const registry = await startDockerRegistry({ auth: 'basic' });
    try {
      await registry.pushImage('team/app', 'v1');
      const connection = await connectRegistry(api, registry);
      await runSync(api, connection.id, 'repositories');
      await registry.stop();
      const failed = await testConnection(api, connection.id);
      expect(failed).toMatchObject({ ok: false, error: { whoseFault: 'provider' } });
      expect(failed.error?.message).toContain('refused the connection');
      expect(failed.steps[0]).toMatchObject({ id: 'reach', status: 'failed' });
      const run = await runSync(api, connection.id, 'repositories');
      expect(run.status).toBe('error');
      expect(run.error?.nextStep).toBeTruthy();
      // A read that failed is no verdict on what is there.
      const { records } = await listRecords(api, connection.id);
      expect(records.map(({ externalId }) => externalId)).toEqual(['team/app']);
      await registry.restart();
      expect(await testConnection(api, connection.id)).toMatchObject({ ok: true });
      expect(await runSync(api, connection.id, 'repositories')).toMatchObject({
        status: 'success',
        stats: { deleted: 0 },
      });
    } finally {
      await registry.close();
    }
  });

  test('with a certificate of its own is refused, and taken only where checking is switched off', async () => {
    const registry = await startDockerRegistry({ auth: 'basic', tls: 'self-signed' });
    try {
      const strict = await connectRegistry(api, registry);
      const error = await expectFailure(strict, { whoseFault: 'you' });
      expect(`${error.message} ${error.nextStep}`).toMatch(/certificate|TLS/i);
      const loose = await connectRegistry(api, registry, { verifyTls: false });
      expect(await testConnection(api, loose.id)).toMatchObject({ ok: true });
      // Switching it off for one connection does not switch it off for the other.
      expect(await testConnection(api, strict.id)).toMatchObject({ ok: false });
      await api.call('PATCH', `/integrations/connections/${strict.id}`, { verifyTls: false });
      expect(await testConnection(api, strict.id)).toMatchObject({ ok: true });
    } finally {
      await registry.close();
    }
  });

  test('with five hundred repositories is read over several pages, each once', async () => {
    const registry = await startDockerRegistry({ auth: 'token' });
    try {
      const names = await registry.seedRepositories(500, {
        name: (index) => `${index % 2 === 0 ? 'team' : 'other'}/app-${String(index).padStart(4, '0')}`,
      });
      const connection = await connectRegistry(api, registry);
      const run = await runSync(api, connection.id, 'repositories');
      expect(run).toMatchObject({ status: 'success', stats: { read: 500, added: 500 } });
      expect(run.stats.requests).toBeGreaterThanOrEqual(5);
      const { records, pages } = await listRecords(api, connection.id, { limit: 120 });
      expect(pages).toBeGreaterThanOrEqual(5);
      expect(records.map(({ externalId }) => externalId).sort()).toEqual([...names].sort());
      const found = await api.post<Discovered>(`/integrations/${connection.id}/discover`, {
        resourceType: 'repositories',
        filter: { namePattern: 'team/*' },
      });
      expect(found.resources).toHaveLength(250);
      expect(found.truncated).toBe(false);
    } finally {
      await registry.close();
    }
  });

  test('whose account may not list the catalog says that it is the permission, not the password', async () => {
    const registry = await startDockerRegistry({
      auth: 'token',
      grant: ({ type, actions }) => (type === 'registry' ? [] : actions),
    });
    try {
      const connection = await connectRegistry(api, registry);
      const run = await runSync(api, connection.id, 'repositories');
      expect(run).toMatchObject({ status: 'error', error: { class: 'permission' } });
    } finally {
      await registry.close();
    }
  });
});

describe('an address that is wrong', () => {
  let server: LocalServer;
  beforeAll(async () => {
    server = await startServer(hostile.answerHtml());
  });
  afterAll(() => server?.stop());

  function connect(baseUrl: string, options: { timeoutMs?: number } = {}) {
    return api.call<Connection & ErrorBody>('POST', '/integrations/connections', {
      providerSlug: 'docker-registry',
      authMethod: 'none',
      settings: { baseUrl },
      ...options,
    });
  }

  test('a web page is not a registry', async () => {
    server.use(hostile.answerHtml());
    const { body } = await connect(server.url);
    const result = await testConnection(api, body.id);
    expect(result).toMatchObject({ ok: false, error: { whoseFault: 'you' } });
    expect(result.error?.message).toMatch(/web page/i);
    const run = await runSync(api, body.id, 'repositories');
    expect(run.status).toBe('error');
    expect(run.error?.message).not.toContain('<html');
    expect(run.error?.nextStep).toBeTruthy();
  });

  test('a port where nobody listens', async () => {
    const { body } = await connect('http://127.0.0.1:1');
    const result = await testConnection(api, body.id);
    expect(result).toMatchObject({ ok: false, error: { whoseFault: 'provider' } });
    expect(result.error?.nextStep).toMatch(/running|port/);
  });

  test('a name that does not exist', async () => {
    const { body } = await connect('https://registry.patchbay.invalid');
    const result = await testConnection(api, body.id);
    expect(result.ok).toBe(false);
    expect(`${result.error?.message} ${result.error?.nextStep}`).toMatch(/registry\.patchbay\.invalid|name|address/i);
  });

  test.each([
    ['the metadata service', 'http://169.254.169.254/latest'],
    ['the metadata service in other digits', 'http://2852039166/'],
    ['the metadata service over IPv6', 'http://[fd00:ec2::254]/'],
    ['a private address', 'http://10.1.2.3:5000'],
    ['a file', 'file:///etc/passwd'],
    ['another scheme', 'gopher://127.0.0.1:70/'],
    ['credentials inside', 'https://user:secret-in-url@registry.example.com'],
    ['no address at all', 'not an address'],
  ])('%s is refused before anything is sent', async (_what, baseUrl) => {
    const answer = await connect(baseUrl);
    if (answer.status === 201) {
      const result = await testConnection(api, answer.body.id);
      expect(result.ok).toBe(false);
      expect(result.error?.whoseFault).toBe('you');
    } else {
      expect([answer.status, answer.body.error.code]).toEqual([400, 'invalid_input']);
      expect(answer.body.error.details?.some(({ path }) => path.includes('baseUrl'))).toBe(true);
    }
    expect(answer.text.includes('secret-in-url')).toBe(false);
  });

  describe('a server that misbehaves', () => {
    const repositories = (page: number) => ({ repositories: [`team/app-${page}`] });
    const cases: [string, () => hostile.Handler, { timeoutMs?: number }][] = [
      ['truncated JSON', () => hostile.answerTruncatedJson(), {}],
      ['a connection cut in the middle', () => hostile.cutConnection(), {}],
      ['a body of 100 MB', () => hostile.answerHugeBody(), {}],
      ['silence', () => hostile.staySilent(), { timeoutMs: 1_000 }],
      ['a slow drip', () => hostile.dripSlowly(20), { timeoutMs: 1_000 }],
      ['a redirect to the metadata service', () => hostile.redirectTo(), {}],
      ['500', () => hostile.answerServerError(500), {}],
      ['429 again and again', () => hostile.answerTooManyRequests({ retryAfterSeconds: 1 }), {}],
    ];
    test.each(cases)('%s fails the sync with a next step and keeps the records', async (_what, handler, options) => {
      server.use((_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(repositories(1)));
      });
      const { body: connection } = await connect(server.url, options);
      expect(await runSync(api, connection.id, 'repositories')).toMatchObject({
        status: 'success',
        stats: { added: 1 },
      });
      server.use(handler());
      const run = await runSync(api, connection.id, 'repositories');
      expect(['error', 'partial']).toContain(run.status);
      expect(run.error?.message).toBeTruthy();
      expect(run.error?.nextStep).toBeTruthy();
      const { records } = await listRecords(api, connection.id);
      expect(records.map(({ externalId }) => externalId)).toEqual(['team/app-1']);
    });

    test('a page that names itself as the next one ends, without a verdict on what was not read', async () => {
      server.use(hostile.answerRepeatedCursor(repositories));
      const { body: connection } = await connect(server.url);
      const before = server.requests.length;
      const run = await runSync(api, connection.id, 'repositories');
      expect(['success', 'partial', 'error']).toContain(run.status);
      expect(server.requests.length - before).toBeLessThan(20);
    });

    // Ten thousand pages are read before it is told from a long list.
    test('an endless chain of pages ends', { timeout: 300_000 }, async () => {
      server.use(hostile.answerEndlessPages(repositories));
      const { body: connection } = await connect(server.url);
      const run = await runSync(api, connection.id, 'repositories', 280_000);
      expect(['partial', 'error']).toContain(run.status);
      expect(run.error?.nextStep).toBeTruthy();
    });
  });

  test('and Patchbay is still there after all of it', async () => {
    expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
    expect(ready.patchbay.output()).not.toMatch(/uncaught|unhandled/i);
  });
});

test('unknown providers, fields and methods are refused by name', async () => {
  const registry = { url: 'https://registry.example.com' };
  const cases: [object, string][] = [
    [{ providerSlug: 'no-such-provider' }, 'no-such-provider'],
    [{ providerSlug: 'docker-registry', authMethod: 'nonesuch', settings: { baseUrl: registry.url } }, 'nonesuch'],
    [{ providerSlug: 'docker-registry', authMethod: 'none', settings: {} }, 'baseUrl'],
    [
      { providerSlug: 'docker-registry', authMethod: 'none', settings: { baseUrl: registry.url, colour: 'red' } },
      'colour',
    ],
    [{ providerSlug: 'docker-registry', authMethod: 'none', settings: { baseUrl: 7 } }, 'baseUrl'],
    [{ providerSlug: 'docker-registry', authMethod: 'none', settings: { baseUrl: registry.url }, extra: 1 }, 'extra'],
    [{ providerSlug: 'docker-registry', authMethod: 'basic', settings: { baseUrl: registry.url } }, 'password'],
    [
      {
        providerSlug: 'docker-registry',
        authMethod: 'none',
        settings: { baseUrl: registry.url },
        name: 'x'.repeat(10_000),
      },
      'name',
    ],
  ];
  for (const [body, named] of cases) {
    const answer = await api.call<ErrorBody>('POST', '/integrations/connections', body);
    expect([400, 404]).toContain(answer.status);
    expect(JSON.stringify(answer.body.error)).toContain(named);
    expect(answer.body.error.requestId).toBeTruthy();
  }
  const broken = await api.call<ErrorBody>('POST', '/integrations/connections', '{"providerSlug":');
  expect([broken.status, broken.body.error.code]).toEqual([400, 'invalid_input']);
  const huge = await api.call<ErrorBody>('POST', '/integrations/connections', {
    providerSlug: 'docker-registry',
    name: 'x'.repeat(3_000_000),
  });
  expect([huge.status, huge.body.error.code]).toEqual([413, 'payload_too_large']);
});
