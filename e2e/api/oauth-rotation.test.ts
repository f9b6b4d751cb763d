// Where every refresh ends the token it used, a process that dies with the new one costs a sign-in, and nothing else.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection, PatchbayEvent, RecordRow } from '@patchbay/client';
import { createEncryptionKeys, findFreePort, type Patchbay, startPatchbay } from '@patchbay/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiClient, createApiClient, runSync, testConnection } from '../support/api-client.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { type PeopleStore, peopleStore, startPeopleStore } from '../support/people-store.ts';
import { setUp } from '../support/set-up-patchbay.ts';
import {
  connectPeopleStore,
  type SignedInPerson,
  savePeopleStoreApp,
  signInPerson,
} from '../support/sign-in-at-people-store.ts';

/** The provider, with something to sync. */
async function addSync(folder = ''): Promise<void> {
  const file = join(folder, `${peopleStore}.manifest.json`);
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  manifest.capabilities = ['sync', 'health'];
  manifest.operations.listPeople = {
    ...{ description: 'Whoever signed in, as a list.', request: 'GET /me', safety: 'read', items: '[@]' },
  };
  manifest.syncs = {
    people: {
      ...{ description: 'Who signed in.', operation: 'listPeople', model: 'resource', mode: 'full' },
      ...{ record: "{id: sub, name: sub, type: 'person'}", deletes: 'absent' },
    },
  };
  await writeFile(file, JSON.stringify(manifest));
}

// One database is enough: what differs is who ends a dead process's lease, which oauth.test.ts looks at on both.
const createDatabase = databases.find(([name]) => name === 'PostgreSQL')?.[1];

describe.skipIf(!createDatabase)('on the PostgreSQL database', () => {
  let database: TestDatabase | undefined;
  let store: PeopleStore;
  let patchbay: Patchbay;
  let api: ApiClient;
  let person: SignedInPerson;
  let start: () => Promise<Patchbay>;

  beforeAll(async () => {
    database = await createDatabase?.();
    const [adminPort, apiPort] = [await findFreePort(), await findFreePort()];
    store = await startPeopleStore(`http://127.0.0.1:${adminPort}`, { rotatesRefreshTokens: true });
    await addSync(store.env.PATCHBAY_MANIFESTS);
    const databaseUrl = database?.databaseUrl;
    const env = { ...store.env, PATCHBAY_ENCRYPTION_KEYS: createEncryptionKeys() };
    start = () => startPatchbay({ adminPort, apiPort, env, ...(databaseUrl && { databaseUrl }) });
    patchbay = await start();
    const ready = await setUp(patchbay);
    api = createApiClient(patchbay.apiUrl, ready.api.apiKey);
    person = await signInPerson(patchbay);
    await savePeopleStoreApp(person, store.peer);
  });
  afterAll(async () => {
    await patchbay?.close();
    await store?.close();
    await database?.drop();
  });

  test('a process killed with the new tokens in its hands: one event, the records stay, and a sign-in mends it', async () => {
    const { peer } = store;
    const { connectionId } = await connectPeopleStore(person, peer);
    const path = `/integrations/connections/${connectionId}`;
    expect(await runSync(api, connectionId, 'people')).toMatchObject({ status: 'success' });
    const records = async () => (await api.get<{ data: RecordRow[] }>(`${path}/records`)).data;
    const before = await records();
    expect(before).toMatchObject([{ externalId: 'ada' }]);

    // The server does refresh, which ends the token that was sent; the new one dies with the process.
    peer.intercept(async (request, response) => {
      if (request.url !== '/token' || request.headers['x-again']) return false;
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { authorization = '', 'content-type': type = '' } = request.headers;
      const headers = { authorization, 'content-type': type, 'x-again': '1' };
      const done = await fetch(`${peer.issuer}/token`, { method: 'POST', headers, body: Buffer.concat(chunks) });
      expect(done.status).toBe(200);
      await patchbay.kill();
      response.destroy();
      return true;
    });
    await expect(api.post(`${path}/refresh`)).rejects.toThrow();
    peer.intercept(null);
    patchbay = await start();
    expect(await api.get<Connection>(path)).toMatchObject({ status: 'active', statusCode: null });

    // It waits until the dead one's lease has run out, asks with the only token it knows, and is told that it is spent.
    expect(await api.call('POST', `${path}/refresh`)).toMatchObject({
      ...{ status: 409, body: { error: { code: 'reauth_required' } } },
    });
    expect(await api.get<Connection>(path)).toMatchObject({ status: 'error', statusCode: 'reauth_required' });
    const asked = peer.count('/token');
    // Whoever comes after that is told the same, and the provider is not asked again.
    expect((await api.call('POST', `${path}/refresh`)).status).toBe(409);
    expect((await testConnection(api, connectionId)).ok).toBe(false);
    expect(peer.count('/token')).toBe(asked);
    expect(await records()).toEqual(before);
    const told = async () =>
      (
        await api.get<{ data: PatchbayEvent[] }>(
          `/events?types=connection.reauth_required&connectionId=${connectionId}`,
        )
      ).data;
    await expect.poll(told, { timeout: 10_000 }).toHaveLength(1);

    const again = await connectPeopleStore(person, peer, { connectionId });
    expect(again).toMatchObject({ connectionId, attempt: { status: 'success' } });
    expect(await api.get<Connection>(path)).toMatchObject({ status: 'active', statusCode: null });
    expect((await api.call('POST', `${path}/refresh`)).status).toBe(200);
    expect(await testConnection(api, connectionId)).toMatchObject({ ok: true, account: { id: 'ada' } });
    expect(await runSync(api, connectionId, 'people')).toMatchObject({ stats: { added: 0, deleted: 0, unchanged: 1 } });
    expect((await records()).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(await told()).toHaveLength(1);
  });
});
