// What the counters count, by what really happens: a refresh at an authorization server, a receiver of events, a code host's deliveries.
import { startEventWork } from '@patchbay/jobs';
import {
  type HookForge,
  type LocalServer,
  type OidcProvider,
  startHookForge,
  startOidcProvider,
  startServer,
} from '@patchbay/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createObservers } from './start/create-observers.ts';
import { createTestApp, type TestApp } from './testing/create-test-app.ts';
import { addPeopleStore, callbackUrl, connectPeopleStore, signInOwner } from './testing/people-store.ts';
import { serveTestApp } from './testing/serve-test-app.ts';

let tested: TestApp;
let server: Awaited<ReturnType<typeof serveTestApp>>;
let peer: OidcProvider;
let gitea: HookForge;
let receiver: LocalServer;
let apiKey: string;
let cookie: string;

beforeAll(async () => {
  tested = await createTestApp();
  server = await serveTestApp(tested);
  addPeopleStore(tested);
  tested.deps.services.observer = createObservers(tested.deps.metrics).observer;
  ({ apiKey } = await tested.addOrganization('Mine'));
  cookie = await signInOwner(tested);
  peer = await startOidcProvider({ redirectUris: [callbackUrl] });
  gitea = await startHookForge('gitea');
  receiver = await startServer((request, response) => {
    request.resume();
    response.writeHead(request.url === '/broken' ? 500 : 204).end();
  });
});
afterAll(async () => {
  await Promise.all([receiver?.stop(), gitea?.stop(), peer?.stop()]);
  await server?.close();
  await tested?.close();
});

/** The lines of one counter, without the help. */
async function counted(name: string): Promise<string[]> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return text.split('\n').filter((line) => line.startsWith(`${name}{`));
}

test('a token that is renewed, one that is not and an access that has ended are counted by provider', async () => {
  const name = 'patchbay_token_refreshes_total';
  const line = (outcome: string, count: number) => `${name}{provider="people-store",outcome="${outcome}"} ${count}`;
  await tested.call(cookie, 'POST', '/integrations/oauth-apps', {
    ...{ providerSlug: 'people-store', clientId: peer.clientId, clientSecret: peer.clientSecret },
    settings: { tenant: 'acme' },
  });
  const connectionId = await connectPeopleStore(tested, cookie, peer);
  const refresh = () => tested.call(apiKey, 'POST', `/integrations/connections/${connectionId}/refresh`);
  expect(await counted(name)).toEqual([]);
  expect((await refresh()).status).toBe(200);
  expect(await counted(name)).toEqual([line('renewed', 1)]);

  peer.intercept((request, response) => {
    if (request.url !== '/token') return false;
    response.writeHead(500).end();
    return true;
  });
  expect((await refresh()).status).toBe(502);
  expect(await counted(name)).toEqual([line('renewed', 1), line('failed', 1)]);

  peer.intercept((request, response) => {
    if (request.url !== '/token') return false;
    response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"invalid_grant"}');
    return true;
  });
  expect((await refresh()).status).toBe(409);
  expect(await counted(name)).toEqual([line('renewed', 1), line('failed', 1), line('ended', 1)]);
});

test('each try to bring an event somewhere is counted by how it went', async () => {
  const name = 'patchbay_event_deliveries_total';
  const subscribe = (path: string) =>
    tested.call(apiKey, 'POST', '/event-subscriptions', { url: receiver.url + path, types: ['connection.created'] });
  for (const path of ['/well', '/broken']) expect((await subscribe(path)).status).toBe(201);
  const worker = await startEventWork(tested.deps.services, { pollMs: 50 });
  try {
    const made = await tested.call(apiKey, 'POST', '/integrations/connections', {
      ...{ providerSlug: 'in-memory', authMethod: 'none', settings: { baseUrl: 'http://127.0.0.1:1' } },
    });
    expect(made.status).toBe(201);
    // What was made before the worker came is brought as well, and what failed is tried again: the receiver knows how often.
    const arrived = (path: string) => receiver.requests.filter(({ url }) => url === path).length;
    await vi.waitFor(
      async () => {
        expect([arrived('/well') > 0, arrived('/broken') > 0]).toEqual([true, true]);
        expect((await counted(name)).sort()).toEqual([
          `${name}{outcome="delivered"} ${arrived('/well')}`,
          `${name}{outcome="failed"} ${arrived('/broken')}`,
        ]);
      },
      { timeout: 30_000, interval: 50 },
    );
  } finally {
    await worker.stop(5_000);
  }
});

test('a delivery of a provider is counted as stored, as one that came before, or as refused', async () => {
  const name = 'patchbay_webhook_deliveries_total';
  const line = (outcome: string, count: number) => `${name}{provider="gitea",outcome="${outcome}"} ${count}`;
  const connection = await tested.call(apiKey, 'POST', '/integrations/connections', {
    ...{ providerSlug: 'gitea', authMethod: 'token', settings: { baseUrl: gitea.url } },
    credentials: { token: gitea.token },
  });
  const path = `/integrations/connections/${connection.body.id}/webhooks`;
  expect((await tested.call(apiKey, 'POST', path, { resource: 'octo/shop' })).status).toBe(201);
  const deliver = (id: string) => gitea.deliver('octo/shop', 'push', {}, id);

  expect(await deliver('delivery-1')).toEqual([202]);
  expect(await counted(name)).toEqual([line('stored', 1)]);
  expect(await deliver('delivery-1')).toEqual([200]);
  gitea.faults = { wrongSecret: true };
  expect(await deliver('delivery-2')).toEqual([401]);
  expect(await counted(name)).toEqual([line('stored', 1), line('duplicate', 1), line('refused', 1)]);
});
