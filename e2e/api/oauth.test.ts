// People sign in at a real authorization server, and what the sign-in gives is renewed once, whoever asks and whatever dies.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from '@patchbay/client';
import {
  assertNoCanary,
  createEncryptionKeys,
  findFreePort,
  type Patchbay,
  readWholeDatabase,
  startPatchbay,
} from '@patchbay/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiClient, createApiClient, everythingSaid, testConnection } from '../support/api-client.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { type PeopleStore, startPeopleStore } from '../support/people-store.ts';
import { setUp } from '../support/set-up-patchbay.ts';
import {
  connectPeopleStore,
  type SignedInPerson,
  savePeopleStoreApp,
  signInPerson,
} from '../support/sign-in-at-people-store.ts';

const accessTokenSeconds = 3;
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const untilExpired = () => wait((accessTokenSeconds + 1) * 1_000);

describe.each(databases)('on the %s database', (_name, createDatabase) => {
  let database: TestDatabase;
  let store: PeopleStore;
  let replicas: Patchbay[];
  let apis: ApiClient[];
  let person: SignedInPerson;
  let start: (apiPort: number) => Promise<Patchbay>;
  /** Refreshes the server made, by the grant of the sign-in. */
  const counts = new Map<string, number>();
  let lastGrant = '';
  /** Every token, code and state there was. */
  const secrets = new Set<string>();

  beforeAll(async () => {
    everythingSaid.length = 0;
    database = await createDatabase();
    const adminPort = await findFreePort();
    store = await startPeopleStore(`http://127.0.0.1:${adminPort}`, {
      accessTokenSeconds,
      rotatesRefreshTokens: false,
    });
    const { databaseUrl } = database;
    const env = {
      ...store.env,
      LOG_LEVEL: 'trace',
      ...(databaseUrl && { PATCHBAY_ENCRYPTION_KEYS: createEncryptionKeys() }),
    };
    const ports = [await findFreePort(), ...(databaseUrl ? [await findFreePort()] : [])];
    let dataDir: string | undefined;
    start = (apiPort) =>
      startPatchbay({ adminPort, apiPort, env, ...(databaseUrl && { databaseUrl }), ...(dataDir && { dataDir }) });
    replicas = [];
    for (const port of ports) replicas.push(await start(port));
    dataDir = replicas[0]?.dataDir;
    const [first] = replicas;
    if (!first) throw new Error('unreachable');
    const { api } = await setUp(first);
    apis = replicas.map(({ apiUrl }) => createApiClient(apiUrl, api.apiKey));
    person = await signInPerson(first);
    everythingSaid.length = 0;
    secrets.add(store.peer.clientSecret);
    const keep = ({ jti }: { jti: string }) => void secrets.add(jti);
    store.peer.provider.on('access_token.saved', keep);
    store.peer.provider.on('refresh_token.saved', keep);
    store.peer.provider.on('authorization_code.saved', keep);
    store.peer.provider.on('grant.success', ({ oidc }) => {
      const grant = oidc.entities.Grant?.jti ?? '';
      if (oidc.params?.grant_type === 'authorization_code') lastGrant = grant;
      else counts.set(grant, (counts.get(grant) ?? 0) + 1);
    });
    await savePeopleStoreApp(person, store.peer);
  });
  afterAll(async () => {
    for (const patchbay of replicas ?? []) await patchbay.close();
    await store?.close();
    await database?.drop();
  });

  /** Refreshes of the connection signed in for last. The job that renews what ends may do some of them, as anybody may. */
  const refreshes = () => counts.get(lastGrant) ?? 0;

  test('a sign-in makes a connection that works, and goes on working after its access has ended', async () => {
    const [api] = apis as [ApiClient];
    const { connectionId, attempt } = await connectPeopleStore(person, store.peer);
    expect(attempt).toMatchObject({ status: 'success', connectionId });
    const connection = await api.get<Connection>(`/integrations/connections/${connectionId}`);
    expect(connection).toMatchObject({ status: 'active', account: { id: 'ada' }, lastTest: { status: 'success' } });
    expect(refreshes()).toBe(0);
    await untilExpired();
    for (const each of apis) expect(await testConnection(each, connectionId)).toMatchObject({ ok: true });
    expect(refreshes()).toBeGreaterThan(0);
  });

  test('100 callers on an ended access, with a token endpoint that takes 15 seconds: one refresh', async () => {
    const { connectionId } = await connectPeopleStore(person, store.peer);
    const path = `/integrations/connections/${connectionId}/proxy/me`;
    let made = 0;
    // None: the job had just renewed it, so that nobody had to. Then once more.
    while (made === 0) {
      await untilExpired();
      const before = refreshes();
      store.peer.intercept(async ({ url }) => {
        if (url === '/token') await wait(15_000);
        return false;
      });
      const calls = Array.from({ length: 100 }, (_, index) =>
        apis[index % apis.length]?.call<{ sub: string }>('GET', path),
      );
      const answers = await Promise.all(calls);
      store.peer.intercept(null);
      expect(new Set(answers.map((answer) => `${answer?.status} ${answer?.body.sub}`))).toEqual(new Set(['200 ada']));
      made = refreshes() - before;
    }
    expect(made).toBe(1);
  });

  test('a process killed between the refresh and the storing of it loses no connection', async () => {
    const { connectionId } = await connectPeopleStore(person, store.peer);
    const [api] = apis as [ApiClient];
    const [first] = replicas as [Patchbay];
    const { issuer } = store.peer;
    let isKilled = false;
    // The server does refresh; the answer never arrives, for whoever asked is dead by then.
    store.peer.intercept(async (request, response) => {
      if (request.url !== '/token' || request.headers['x-again']) return false;
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { authorization = '', 'content-type': type = '' } = request.headers;
      const done = await fetch(`${issuer}/token`, {
        method: 'POST',
        headers: { authorization, 'content-type': type, 'x-again': '1' },
        body: Buffer.concat(chunks),
      });
      expect(done.status).toBe(200);
      await first.kill();
      isKilled = true;
      response.destroy();
      return true;
    });
    // The job may have renewed it just before the server was told to lose the answer, so that nobody has to. Then once more.
    while (!isKilled) {
      await untilExpired();
      await testConnection(api, connectionId).catch(() => null);
    }
    store.peer.intercept(null);
    replicas[0] = await start(first.apiPort);
    const connection = await api.get<Connection>(`/integrations/connections/${connectionId}`);
    expect(connection).toMatchObject({ status: 'active', statusCode: null });
    // Another process waits until the dead one's lease has run out; where there is none, the next start ends the lease.
    expect(await testConnection(api, connectionId)).toMatchObject({ ok: true });
  });

  test('tokens, codes, states and the app’s secret are said nowhere and stored nowhere in clear', async () => {
    const { connectionId, parameters } = await connectPeopleStore(person, store.peer);
    for (const name of ['code', 'state']) secrets.add(parameters.get(name) ?? '');
    await connectPeopleStore(person, store.peer, { cancels: true });
    const path = `/integrations/connections/${connectionId}`;
    await person.call('POST', `${path}/refresh`);
    for (const each of [
      path,
      `${path}/credential-versions`,
      `${path}/runs`,
      '/integrations/oauth/attempts',
      '/integrations/oauth-apps',
      '/integrations/oauth-apps/setup/people-store',
      '/integrations/oauth/availability',
      '/audit-log',
    ])
      await person.call('GET', each);
    await person.call('POST', `${path}/disconnect`);
    const outputs = replicas.map((patchbay) => patchbay.output());
    for (const patchbay of replicas) await patchbay.stop();
    const places: Record<string, unknown> = { 'the output of the servers': outputs.join('\n') };
    everythingSaid
      // The addresses of the sign-in itself are for the person's browser, and hold its state.
      .filter((said) => !said.startsWith('POST /integrations/oauth/start'))
      .forEach((said, index) => {
        places[`answer ${index + 1}: ${said.slice(0, said.indexOf('\n'))}`] = said;
      });
    Object.assign(
      places,
      await readWholeDatabase({ databaseUrl: database.databaseUrl, dataDir: replicas[0]?.dataDir ?? '' }),
    );
    if (!database.databaseUrl)
      for (const file of filesBelow(replicas[0]?.dataDir ?? '')) places[file] = readFileSync(file, 'latin1');
    expect(secrets.size).toBeGreaterThan(10);
    for (const secret of secrets) assertNoCanary(secret, places);
  });
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());
}
