// A canary goes through everything: it must come out nowhere, in no answer, log, run, audit entry or stored byte.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection, Run } from '@patchbay/client';
import {
  assertNoCanary,
  createCanary,
  createSamlProvider,
  readWholeDatabase,
  startOidcProvider,
  startReverseProxy,
  startS3Server,
  startServer,
} from '@patchbay/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiClient, everythingSaid, runSync, testConnection } from '../support/api-client.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { owner, type ReadyPatchbay, startReadyPatchbay } from '../support/set-up-patchbay.ts';

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());
}

describe.each(databases)('on the %s database', (_name, createDatabase) => {
  const secret = createCanary();
  const rotated = createCanary();
  const clientSecret = createCanary();
  const newClientSecret = createCanary();
  const webhookSecret = createCanary();
  const accessKey = createCanary();
  /** What the server made itself and said once, to whoever made it. */
  const saidOnce: string[] = [];
  let database: TestDatabase;
  let ready: ReadyPatchbay;
  let api: ApiClient;
  beforeAll(async () => {
    everythingSaid.length = 0;
    database = await createDatabase();
    ready = await startReadyPatchbay({
      ...(database.databaseUrl ? { databaseUrl: database.databaseUrl } : {}),
      env: { LOG_LEVEL: 'trace', PATCHBAY_EGRESS_ALLOW: 'loopback', PATCHBAY_SSO_TRUSTED_DOMAINS: 'acme.example' },
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
      await tellAndDeliver();
      for (const each of [
        '/events',
        '/evidence',
        '/evidence/archive',
        '/doctor/runs',
        '/event-subscriptions',
        '/../../metrics',
      ])
        expect([each, (await api.call('GET', each)).status]).toEqual([each, 200]);
      await api.call('POST', `${path}/disconnect`, {});
      await api.call('DELETE', path);
    } finally {
      await proxy.stop();
      await gossip.stop();
    }
    await signInWithSso();
    await ready.patchbay.stop();

    const places: Record<string, unknown> = { 'the output of the server': ready.patchbay.output() };
    everythingSaid.forEach((said, index) => {
      places[`answer ${index + 1}: ${said.slice(0, said.indexOf('\n'))}`] = said;
    });
    Object.assign(
      places,
      await readWholeDatabase({ databaseUrl: database.databaseUrl, dataDir: ready.patchbay.dataDir }),
    );
    if (!database.databaseUrl)
      for (const file of filesBelow(ready.patchbay.dataDir)) places[file] = readFileSync(file, 'latin1');
    expect(Object.keys(places).length).toBeGreaterThan(30);
    expect(saidOnce).toHaveLength(1);
    const keys = [webhookSecret, accessKey, ...saidOnce];
    for (const each of [secret, rotated, clientSecret, newClientSecret, owner.password, api.apiKey, ...keys])
      assertNoCanary(each, places);
  });

  /** What says a secret once: its answer is left out of what is searched. */
  async function ask<Body>(path: string, body: object): Promise<Body> {
    const answer = await api.post<Body>(path, body);
    everythingSaid.pop();
    return answer;
  }

  /** A webhook with a secret of the provider's, a subscription with one of ours, and requests that are signed. */
  async function tellAndDeliver(): Promise<void> {
    const storage = await startS3Server();
    const receiver = await startServer((_request, response) => void response.writeHead(500).end('no'));
    try {
      const forge = await api.post<Connection>('/integrations/connections', {
        ...{ providerSlug: 'gitea', authMethod: 'basic', settings: { baseUrl: receiver.url } },
        credentials: { username: 'robot', password: accessKey },
      });
      const hook = { register: false, secret: webhookSecret };
      const { url } = await ask<{ url: string }>(`/integrations/connections/${forge.id}/webhooks`, hook);
      const deliver = (signature: string) =>
        fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-gitea-event': 'push', 'x-gitea-signature': signature },
          body: '{"ref":"refs/heads/main"}',
        });
      expect((await deliver(webhookSecret)).status).toBe(401);
      await api.get(`/integrations/connections/${forge.id}/webhooks`);
      const { secret: made } = await ask<{ secret: string }>('/event-subscriptions', { url: receiver.url });
      saidOnce.push(made);
      const keys = { accessKeyId: 'robot', secretAccessKey: accessKey };
      const signed = await api.post<Connection>('/integrations/connections', {
        ...{ providerSlug: 's3', authMethod: 'keys', settings: { baseUrl: storage.url } },
        credentials: keys,
      });
      // Everything above is told to a receiver that refuses it, and looked at by a doctor.
      for (const connection of [forge, signed])
        expect(await testConnection(api, connection.id)).toMatchObject({ ok: false });
      const doctor = await api.post<{ id: string }>('/doctor/run', { connectionIds: [forge.id, signed.id] });
      const isFinished = async () => (await api.get<{ isFinished: boolean }>(`/doctor/runs/${doctor.id}`)).isFinished;
      await expect.poll(isFinished, { timeout: 60_000 }).toBe(true);
      await expect
        .poll(() => receiver.requests.some(({ headers }) => headers['webhook-signature'] !== undefined))
        .toBe(true);
    } finally {
      await Promise.all([storage.stop(), receiver.stop()]);
    }
  }

  /** Single sign-on at an identity provider that repeats the client secret in its errors. */
  async function signInWithSso(): Promise<void> {
    const issuer = await startOidcProvider();
    try {
      const sent: string[] = [];
      issuer.intercept((request, response) => {
        if (request.url !== '/token') return false;
        const basic = String(request.headers.authorization ?? '');
        const plain = Buffer.from(basic.replace(/^Basic /, ''), 'base64').toString('utf8');
        sent.push(decodeURIComponent(plain));
        response.writeHead(400, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ error: 'invalid_client', error_description: `not ${basic}, and not ${plain}` }));
        return true;
      });
      const oidc = { issuer: issuer.issuer, clientId: 'patchbay', clientSecret };
      const body = { name: 'Login', domain: 'acme.example', oidc };
      const { id } = await api.post<{ id: string }>('/sso-providers', body);
      await api.call('POST', '/sso-providers', { ...body, domain: 'not a domain' });
      await api.call('POST', '/sso-providers', { ...body, oidc: { ...oidc, secret: clientSecret } });
      await api.call('PATCH', `/sso-providers/${id}`, { oidc: { ...oidc, clientSecret: newClientSecret } });
      await api.post(`/sso-providers/${id}/verify-domain`);
      const start = await api.call<{ url: string }>('POST', '/sso/start', { email: 'ada@acme.example' });
      const state = new URL(start.body.url).searchParams.get('state');
      const cookie = start.headers
        .getSetCookie()
        .map((each) => each.split(';', 1)[0])
        .join('; ');
      // Below /api/v1 is where the client calls; people come back beside it.
      await api.call('GET', `/../auth/sso/callback/${id}?code=x&state=${state}`, undefined, { cookie });
      expect(sent).toEqual([`patchbay:${newClientSecret}`]);
      const { entityId, entryPoint, certificatePem } = await createSamlProvider();
      const saml = { entityId, entryPoint, certificates: [certificatePem] };
      const other = await api.post<{ id: string }>('/sso-providers', { name: 'SAML', domain: 'saml.example', saml });
      for (const path of ['/sso-providers', `/sso-providers/${id}`, '/audit-log']) await api.get(path);
      for (const path of ['get-provider', 'providers', 'saml2/sp/metadata'])
        await api.call('GET', `/../auth/sso/${path}?providerId=${id}`);
      // The one with the secret stays, and is looked for in the database.
      await api.call('DELETE', `/sso-providers/${other.id}`);
      await api.get('/audit-log');
    } finally {
      await issuer.stop();
    }
  }
});
