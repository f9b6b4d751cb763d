// A canary goes through everything: it must come out nowhere, in no answer, log, run, audit entry or stored byte.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection, Run } from '@patchbay/client';
import { assertNoCanary, createCanary, startReverseProxy, startServer } from '@patchbay/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiClient, everythingSaid, runSync, testConnection } from '../support/api-client.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { readWholeDatabase } from '../support/read-whole-database.ts';
import { owner, type ReadyPatchbay, startReadyPatchbay } from '../support/set-up-patchbay.ts';

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());
}

describe.each(databases)('on the %s database', (_name, createDatabase) => {
  const secret = createCanary();
  const rotated = createCanary();
  let database: TestDatabase;
  let ready: ReadyPatchbay;
  let api: ApiClient;
  beforeAll(async () => {
    everythingSaid.length = 0;
    database = await createDatabase();
    ready = await startReadyPatchbay({
      ...(database.databaseUrl ? { databaseUrl: database.databaseUrl } : {}),
      env: { LOG_LEVEL: 'trace' },
    });
    api = ready.api;
    // The answer of the setup holds the key, once, on purpose.
    everythingSaid.length = 0;
  });
  afterAll(async () => {
    await ready?.patchbay.close();
    await database?.drop();
  });

  test('neither a connection’s secret nor a person’s password nor a key is said or stored in clear', async () => {
    // A provider that repeats what it was sent, in its errors: the worst there is.
    const gossip = await startServer((request, response) => {
      const sent = String(request.headers.authorization ?? '');
      const password =
        Buffer.from(sent.replace(/^Basic /, ''), 'base64')
          .toString('utf8')
          .split(':')[1] ?? '';
      const isList = request.url?.startsWith('/v2/_catalog');
      response.writeHead(isList ? 500 : 401, {
        'content-type': 'application/json',
        'www-authenticate': sent || 'Basic',
      });
      response.end(JSON.stringify({ errors: [{ code: 'UNAUTHORIZED', message: `not ${sent}, and not ${password}` }] }));
    });
    const proxy = await startReverseProxy(gossip.url);
    try {
      const body = {
        providerSlug: 'docker-registry',
        authMethod: 'basic',
        settings: { baseUrl: proxy.url },
        credentials: { username: 'robot', password: secret },
      };
      const connection = await api.post<Connection>('/integrations/connections', body);
      expect(connection.credential?.fields).toContainEqual(expect.objectContaining({ name: 'password', isSet: true }));
      expect(await testConnection(api, connection.id)).toMatchObject({ ok: false });
      expect(gossip.requests.some(({ headers }) => headers.authorization)).toBe(true);
      const path = `/integrations/connections/${connection.id}`;
      const run = await runSync(api, connection.id, 'repositories');
      expect(run.status).toBe('error');
      await api.call('POST', `${path}/actions/listTags`, { repository: 'team/app' });
      await api.call('PUT', `${path}/credentials`, { credentials: { password: rotated } });
      await testConnection(api, connection.id);
      // Bad input that holds a secret: the refusal does not repeat it.
      await api.call('POST', '/integrations/connections', { ...body, credentials: { passwort: secret } });
      await api.call('POST', '/integrations/connections', { ...body, providerSlug: 'nonesuch' });
      await api.call('POST', '/integrations/connections', `{"credentials":{"password":"${secret}"`);
      for (const each of [
        path,
        `${path}/runs`,
        `${path}/records`,
        `${path}/credential-versions`,
        '/integrations/connections',
        '/integrations/runs',
        '/audit-log',
        '/overview',
        '/members',
        '/api-keys',
        '/me',
      ])
        await api.call('GET', each);
      const { data: runs } = await api.get<{ data: Run[] }>(`${path}/runs`);
      for (const { id } of runs) {
        await api.get(`/integrations/runs/${id}`);
        await api.get(`/integrations/runs/${id}/logs`);
      }
      await api.call('POST', `${path}/disconnect`, {});
      await api.call('DELETE', path);
    } finally {
      await proxy.stop();
      await gossip.stop();
    }
    await ready.patchbay.stop();

    const places: Record<string, unknown> = { 'the output of the server': ready.patchbay.output() };
    everythingSaid.forEach((said, index) => {
      places[`answer ${index + 1}: ${said.slice(0, said.indexOf('\n'))}`] = said;
    });
    if (database.databaseUrl) Object.assign(places, await readWholeDatabase(database.databaseUrl));
    else for (const file of filesBelow(ready.patchbay.dataDir)) places[file] = readFileSync(file, 'latin1');
    expect(Object.keys(places).length).toBeGreaterThan(30);
    for (const each of [secret, rotated, owner.password, api.apiKey]) assertNoCanary(each, places);
  });
});
