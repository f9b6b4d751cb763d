import type { Connection, Finding, FindingException, Invitation } from '@patchbay/client';
import { createSamlProvider, type DockerRegistry } from '@patchbay/testing';
import { alertStore } from './alert-store.ts';
import { type ApiClient, runSync, testConnection } from './api-client.ts';
import { connectRegistry } from './connect-registry.ts';
import { createExampleSubscriptions, type ExampleSubscriptions, waitForDeliveries } from './example-subscriptions.ts';
import type { PeopleStore } from './people-store.ts';
import { connectPeopleStore, type SignedInPerson, savePeopleStoreApp } from './sign-in-at-people-store.ts';

export interface ExampleData {
  /** Connected, tested and synced. */
  working: Connection;
  /** Connected with a wrong password. */
  failing: Connection;
  /** Paused after it worked. */
  paused: Connection;
  /** The registry that was stopped after its first sync. */
  stopped: Connection;
  /** Its sync gives findings. */
  scanner: Connection;
  /** It ignores one of them, and ends some day. */
  exception: FindingException;
  /** Ids of an invitation that waits for an answer, and of one that was cancelled. */
  invitations: { open: string; cancelled: string };
  /** Somebody signed in to it. */
  people: Connection;
  /** Its access was ended at the provider. */
  ended: Connection;
  /** Ids of sign-ins at a provider. */
  attempts: { success: string; error: string };
  /** Ids of event subscriptions. */
  subscriptions: ExampleSubscriptions;
  receiverUrl: string;
}

interface ExamplePeers {
  open: DockerRegistry;
  closed: DockerRegistry;
  store: PeopleStore;
  scannerUrl: string;
  /** Where events are sent. */
  receiverUrl: string;
  person: SignedInPerson;
}

/** Connections in every state, with runs, records and audit entries: what pages look like when they are in use. */
export async function createExampleData(
  api: ApiClient,
  { open, closed, store, scannerUrl, receiverUrl, person }: ExamplePeers,
): Promise<ExampleData> {
  for (const name of ['team/app', 'team/web', 'team/worker', 'platform/gateway', 'platform/base/node'])
    for (const tag of ['1.0.0', '1.1.0', 'latest']) await open.pushImage(name, tag);
  await closed.seedRepositories(40);

  const subscriptions = await createExampleSubscriptions(api, receiverUrl);

  const working = await connectRegistry(api, open, { name: 'Production images' });
  await testConnection(api, working.id);
  for (const sync of ['repositories', 'tags', 'repositories']) await runSync(api, working.id, sync);
  await api.post(`/integrations/connections/${working.id}/actions/listTags`, { repository: 'team/app' });

  const failing = await connectRegistry(api, closed, { name: 'Staging images', password: 'out of date' });
  await testConnection(api, failing.id);

  const paused = await connectRegistry(api, open, { name: 'Images of the old cluster' });
  await testConnection(api, paused.id);
  await api.post(`/integrations/connections/${paused.id}/pause`);

  const stopped = await connectRegistry(api, closed, {
    name: 'A registry with quite a long name, in the branch office of Reykjavík',
  });
  await testConnection(api, stopped.id);
  await runSync(api, stopped.id, 'repositories');
  await closed.stop();
  await runSync(api, stopped.id, 'repositories');

  const scanner = await api.post<Connection>('/integrations/connections', {
    ...{ providerSlug: alertStore, authMethod: 'none', name: 'Scanner', settings: { baseUrl: scannerUrl } },
  });
  await testConnection(api, scanner.id);
  await runSync(api, scanner.id, 'alerts');
  const found = await api.get<{ data: Finding[] }>('/integrations/findings?severity=low');
  await api.call('PATCH', `/integrations/findings/${found.data[0]?.id}`, {
    ...{ status: 'ignored', reason: 'It is replaced next quarter.' },
  });
  const exception = await api.post<FindingException>('/integrations/finding-exceptions', {
    ...{ rule: 'insecure-*', resource: 'team/web: *', connectionId: scanner.id },
    ...{ reason: 'Only the tests use it, and they never leave the building.', expiresAt: '2099-12-31T00:00:00.000Z' },
  });
  await api.post('/integrations/finding-exceptions', { rule: 'CVE-2019-*', reason: 'Fixed by the images themselves.' });
  await waitForDeliveries(api, subscriptions);

  const invite = (email: string, role: string) => api.post<Invitation>('/invitations', { email, role });
  const waiting = await invite('grace.hopper@example.com', 'member');
  const cancelled = await invite('charles.babbage@example.com', 'viewer');
  await api.call('DELETE', `/invitations/${cancelled.id}`);
  const login = await createSamlProvider();
  await api.post('/sso-providers', {
    name: 'Company login of the branch offices',
    domain: 'branch-offices.example.com',
    roleMapping: [{ attribute: 'groups', value: 'platform', role: 'admin' }],
    saml: { entityId: login.entityId, entryPoint: login.entryPoint, certificates: [login.certificatePem] },
  });
  const invitations = { open: waiting.id, cancelled: cancelled.id };
  return {
    working,
    failing,
    paused,
    stopped,
    scanner,
    exception,
    invitations,
    subscriptions,
    receiverUrl,
    ...(await signInAtPeopleStore(person, store)),
  };
}

/** Sign-ins that went well and were cancelled, and one whose access the provider has ended since. */
async function signInAtPeopleStore(person: SignedInPerson, { peer }: PeopleStore) {
  await savePeopleStoreApp(person, peer);
  const get = async (id: string) => (await person.call<Connection>('GET', `/integrations/connections/${id}`)).body;
  const bob = await connectPeopleStore(person, peer, { login: 'bob' });
  peer.intercept(({ url }, response) => {
    if (url !== '/token') return false;
    response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"invalid_grant"}');
    return true;
  });
  await person.call('POST', `/integrations/connections/${bob.connectionId}/refresh`);
  peer.intercept(null);
  const ada = await connectPeopleStore(person, peer);
  const cancelled = await connectPeopleStore(person, peer, { cancels: true });
  return {
    people: await get(ada.connectionId),
    ended: await get(bob.connectionId),
    attempts: { success: ada.attempt.id, error: cancelled.attempt.id },
  };
}
