// The main job from end to end, with one API key: providers, connect, test, discover, sync, records, action, proxy.
import { createHash } from 'node:crypto';
import type { ActionResult, Connection, Discovered, ProviderDetail, ProviderInfo } from '@patchbay/client';
import { type DockerRegistry, startDockerRegistry } from '@patchbay/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiClient, createApiClient, type ErrorBody, runSync, testConnection } from '../support/api-client.ts';
import { connectRegistry } from '../support/connect-registry.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { listRecords } from '../support/list-all.ts';
import { requireDockerRegistry } from '../support/require-peers.ts';
import { owner, type ReadyPatchbay, startReadyPatchbay } from '../support/set-up-patchbay.ts';

const registries = [
  { auth: 'none', authMethod: 'none' },
  { auth: 'none', authMethod: 'bearer' },
  { auth: 'basic', authMethod: 'basic' },
  { auth: 'basic', authMethod: 'bearer' },
  { auth: 'token', authMethod: 'bearer' },
] as const;

describe.skipIf(!requireDockerRegistry()).each(databases)('on the %s database', (_name, createDatabase) => {
  let database: TestDatabase;
  let ready: ReadyPatchbay;
  let api: ApiClient;
  beforeAll(async () => {
    database = await createDatabase();
    ready = await startReadyPatchbay(database.databaseUrl ? { databaseUrl: database.databaseUrl } : {});
    api = ready.api;
  });
  afterAll(async () => {
    await ready?.patchbay.close();
    await database?.drop();
  });

  test('a second setup is refused, and so is a caller without a key', async () => {
    const anonymous = createApiClient(api.url, '');
    const again = await anonymous.call<ErrorBody>('POST', '/setup', { token: 't', ...owner });
    expect([again.status, again.body.error.code]).toEqual([409, 'conflict']);
    const stranger = await anonymous.call<ErrorBody>('GET', '/integrations/providers');
    expect([stranger.status, stranger.body.error.code]).toEqual([401, 'unauthorized']);
  });

  test('lists the providers, hides those for tests, and tells everything about one', async () => {
    const { data } = await api.get<{ data: ProviderInfo[] }>('/integrations/providers');
    const slugs = data.map(({ slug }) => slug);
    expect(slugs).toEqual(expect.arrayContaining(['docker-registry', 'github', 'gitea', 'mlflow', 'osv']));
    expect(slugs).not.toContain('in-memory');
    const detail = await api.get<ProviderDetail>('/integrations/connections/providers/docker-registry');
    expect(detail.supportedResourceTypes).toEqual(['repositories', 'tags']);
    expect(detail.authMethods[0]?.fields.find(({ name }) => name === 'password')?.type).toBe('secret');
    expect(detail.settings.map(({ name }) => name)).toContain('baseUrl');
    const withTests = await api.get<{ data: ProviderInfo[] }>('/integrations/providers?includeTestOnly=true');
    expect(withTests.data.map(({ slug }) => slug)).toContain('in-memory');
  });

  describe.each(registries)('a registry with auth $auth, connected by $authMethod', ({ auth, authMethod }) => {
    let registry: DockerRegistry;
    let connection: Connection;
    beforeAll(async () => {
      registry = await startDockerRegistry({ auth });
      for (const [name, tag] of [
        ['team/app', 'v1'],
        ['team/app', 'v2'],
        ['team/web', 'latest'],
        ['team/deep/inner', 'latest'],
        ['other/app', 'latest'],
      ] as const)
        await registry.pushImage(name, tag);
      connection = await connectRegistry(api, registry, { authMethod, name: `${auth} by ${authMethod}` });
    });
    afterAll(() => registry?.close());

    test('connects and really tests it', async () => {
      expect(connection).toMatchObject({ providerSlug: 'docker-registry', authMethod, verifyTls: true });
      const result = await testConnection(api, connection.id);
      expect(result).toMatchObject({ ok: true, error: null });
      expect(result.steps.map(({ id, status }) => [id, status])).toContainEqual(['reach', 'passed']);
      const after = await api.get<Connection>(`/integrations/connections/${connection.id}`);
      expect(after.status).toBe('active');
      expect(after.lastTest?.status).toBe('success');
      expect(after.health.status).toBe('healthy');
    });

    test('discovers by pattern: * stays within a segment, ** crosses them', async () => {
      const discover = (namePattern: string) =>
        api.post<Discovered>(`/integrations/${connection.id}/discover`, {
          resourceType: 'repositories',
          filter: { namePattern },
        });
      const team = await discover('team/*');
      expect(team.resourceType).toBe('repositories');
      expect(team.supportedResourceTypes).toEqual(['repositories', 'tags']);
      expect(team.resources.map(({ name }) => name).sort()).toEqual(['team/app', 'team/web']);
      const deep = await discover('team/**');
      expect(deep.resources.map(({ name }) => name).sort()).toEqual(['team/app', 'team/deep/inner', 'team/web']);
      const none = await discover('nobody/*');
      expect(none.resources).toEqual([]);
    });

    test('an alias of a resource type is normalized and an unknown one told what there is', async () => {
      const alias = await api.post<Discovered>(`/integrations/${connection.id}/discover`, {
        resourceType: 'Repository',
      });
      expect(alias.resourceType).toBe('repositories');
      const unknown = await api.call<ErrorBody>('POST', `/integrations/${connection.id}/discover`, {
        resourceType: 'pipelines',
      });
      expect([unknown.status, unknown.body.error.code]).toEqual([400, 'unsupported']);
      expect(unknown.body.error.message).toContain('repositories');
      const nowhere = await api.call<ErrorBody>('POST', '/integrations/con_unknown/discover', {
        resourceType: 'repositories',
      });
      expect(nowhere.status).toBe(404);
    });

    test('syncs; the records are what the registry holds, paged by sequence', async () => {
      const repositories = await runSync(api, connection.id, 'repositories');
      expect(repositories).toMatchObject({ status: 'success', error: null, stats: { read: 4, added: 4, deleted: 0 } });
      const tags = await runSync(api, connection.id, 'tags');
      expect(tags).toMatchObject({ status: 'success', stats: { added: 5 } });

      const { records, pages } = await listRecords(api, connection.id, { model: 'repository', limit: 3 });
      expect(pages).toBeGreaterThan(1);
      expect(records.map(({ externalId }) => externalId).sort()).toEqual((await registry.listRepositories()).sort());
      const sequence = records.map(({ seq }) => seq);
      expect(sequence).toEqual([...new Set(sequence)].sort((a, b) => a - b));
      const images = await listRecords(api, connection.id, { model: 'image_tag' });
      expect(images.records.map(({ externalId }) => externalId).sort()).toEqual([
        'other/app:latest',
        'team/app:v1',
        'team/app:v2',
        'team/deep/inner:latest',
        'team/web:latest',
      ]);
    });

    test('a second sync rewrites nothing; what is deleted there is deleted here', async () => {
      const unchanged = await runSync(api, connection.id, 'tags');
      expect(unchanged.stats).toMatchObject({ added: 0, updated: 0, deleted: 0, unchanged: 5 });
      const digest = await registry.pushImage('team/web', 'gone');
      expect((await runSync(api, connection.id, 'tags')).stats).toMatchObject({ added: 1, deleted: 0 });
      await registry.deleteImage('team/web', digest);
      expect((await runSync(api, connection.id, 'tags')).stats).toMatchObject({ added: 0, deleted: 1 });
      const present = await listRecords(api, connection.id, { model: 'image_tag' });
      expect(present.records.map(({ externalId }) => externalId)).not.toContain('team/web:gone');
      const all = await listRecords(api, connection.id, { model: 'image_tag', includeDeleted: true });
      expect(all.records.find(({ externalId }) => externalId === 'team/web:gone')).toMatchObject({ change: 'deleted' });
    });

    test('runs an action, and says what is wrong with its input', async () => {
      const result = await api.post<ActionResult>(`/integrations/connections/${connection.id}/actions/listTags`, {
        repository: 'team/app',
      });
      expect(result.success).toBe(true);
      expect(result.items).toMatchObject([{ name: 'v1' }, { name: 'v2' }]);
      const missing = await api.call<ErrorBody>(
        'POST',
        `/integrations/connections/${connection.id}/actions/listTags`,
        {},
      );
      expect([missing.status, missing.body.error.code]).toEqual([400, 'invalid_input']);
      expect(missing.body.error.details?.map(({ path }) => path).join()).toContain('repository');
      const unknown = await api.call<ErrorBody>(
        'POST',
        `/integrations/connections/${connection.id}/actions/noSuch`,
        {},
      );
      expect(unknown.status).toBe(404);
      expect(unknown.body.error.message).toContain('noSuch');
    });

    test('passes through the proxy byte for byte, with the credentials added', async () => {
      const accept = 'application/vnd.docker.distribution.manifest.v2+json';
      const answer = await api.call(
        'GET',
        `/integrations/connections/${connection.id}/proxy/v2/team/app/manifests/v1`,
        undefined,
        { accept },
      );
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe(accept);
      const digest = `sha256:${createHash('sha256').update(answer.text).digest('hex')}`;
      expect(answer.headers.get('docker-content-digest')).toBe(digest);
      const query = await api.call<{ repositories: string[] }>(
        'GET',
        `/integrations/connections/${connection.id}/proxy/v2/_catalog?n=2`,
      );
      expect(query.body.repositories).toHaveLength(2);
      expect(query.headers.get('link')).toContain('rel="next"');
      const missing = await api.call(
        'GET',
        `/integrations/connections/${connection.id}/proxy/v2/team/nothing/manifests/v1`,
        undefined,
        { accept },
      );
      expect(missing.status).toBe(404);
      expect(missing.text).toContain('UNKNOWN');
    });
  });

  test('every write is in the audit log, with who did it', async () => {
    const { data } = await api.get<{ data: { action: string; actor: { type: string }; hash: string }[] }>(
      '/audit-log?limit=500',
    );
    expect(data.map(({ action }) => action)).toEqual(expect.arrayContaining(['connection.create', 'setup.create']));
    expect(data.filter(({ action }) => action === 'connection.create')).toHaveLength(registries.length);
    expect(new Set(data.map(({ hash }) => hash)).size).toBe(data.length);
  });
});
