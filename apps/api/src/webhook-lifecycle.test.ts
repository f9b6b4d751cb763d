// The life of a hook at each provider that can manage hooks: made, found again, changed, tested and removed, over HTTP.
import { builtInManifests, type ManifestSource } from '@patchbay/registry';
import { field } from '@patchbay/schema';
import { flushWebhookTraffic } from '@patchbay/services';
import { type ForgeKind, type HookForge, startHookForge } from '@patchbay/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from './testing/create-test-app.ts';
import { serveTestApp } from './testing/serve-test-app.ts';

interface Life {
  kind: ForgeKind;
  resource: string;
  authMethod: string;
  /** With the forge's token in it. */
  credentials: (token: string) => object;
  /** What of the events is left when the hook is changed. */
  events: string[];
  /** What the test delivery is called; null where there is no call for one. */
  tests: string | null;
  /** Really sends this afterwards. */
  event: string;
}

const byToken = { authMethod: 'token', credentials: (token: string) => ({ token }) };
const lives: Life[] = [
  { kind: 'gitea', resource: 'octo/shop', ...byToken, events: ['push'], tests: 'push', event: 'push' },
  { kind: 'gitlab', resource: '7', ...byToken, events: ['Push Hook'], tests: 'Push Hook', event: 'Push Hook' },
  { kind: 'github', resource: 'octo/shop', ...byToken, events: ['push', 'ping'], tests: 'ping', event: 'push' },
  {
    ...{ kind: 'bitbucket', resource: 'octo/shop', authMethod: 'apiToken', events: ['repo:push'], tests: null },
    ...{ credentials: (token: string) => ({ email: 'ada@example.com', token }), event: 'repo:push' },
  },
  {
    ...{ kind: 'harbor', resource: '42', authMethod: 'user', events: ['PUSH_ARTIFACT'], tests: null },
    ...{ credentials: (token: string) => ({ username: 'ada', password: token }), event: 'PUSH_ARTIFACT' },
  },
];

const forges = {} as Record<ForgeKind, HookForge>;
let tested: TestApp;
let server: Awaited<ReturnType<typeof serveTestApp>>;
let admin: string;

beforeAll(async () => {
  for (const { kind } of lives) forges[kind] = await startHookForge(kind);
  tested = await createTestApp({ builtIn: builtInManifests.map(atForge) });
  server = await serveTestApp(tested);
  ({ apiKey: admin } = await tested.addOrganization('Lives of hooks'));
});
afterAll(async () => {
  for (const forge of Object.values(forges)) await forge.stop();
  await server?.close();
  await tested?.close();
});

/** A provider with one address for everybody gets a setting for it, as others have; all else is as it ships. */
function atForge(source: ManifestSource): ManifestSource {
  const { manifest } = source;
  if (!lives.some(({ kind }) => kind === manifest.id) || !manifest.http || manifest.settings?.baseUrl) return source;
  const { pathname } = new URL(manifest.http.baseUrl);
  const http = { ...manifest.http, baseUrl: `{settings.baseUrl}${pathname}` };
  const settings = { ...manifest.settings, baseUrl: field.url({ label: 'Server URL', required: true }) };
  return { ...source, manifest: { ...manifest, settings, http, hosts: ['{settings.baseUrl}'] } };
}

test.each(lives)('$kind', async ({ kind, resource, authMethod, credentials, events, tests, event }) => {
  const forge = forges[kind];
  const created = await tested.call(admin, 'POST', '/integrations/connections', {
    ...{ providerSlug: kind, authMethod, credentials: credentials(forge.token) },
    settings: { baseUrl: forge.url },
  });
  expect(created.status, JSON.stringify(created.body)).toBe(201);
  const path = `/integrations/connections/${created.body.id}`;
  expect((await tested.call(admin, 'POST', `${path}/test`)).body).toMatchObject({ ok: true });

  // Made, with everything the provider has to know.
  const made = await tested.call(admin, 'POST', `${path}/webhooks`, { resource });
  expect(made.body, JSON.stringify(made.body)).toMatchObject({ hook: { state: 'registered', message: null } });
  const { id, url, secret } = made.body;
  const hookOf = () => {
    expect(forge.hooks).toHaveLength(1);
    return forge.hooks[0];
  };
  expect(hookOf()).toMatchObject({ repository: resource, url, isActive: true });
  expect([hookOf()?.secret, hookOf()?.signingToken]).toContain(secret);
  expect(hookOf()?.events.length).toBeGreaterThan(1);

  // Found again, also when it is switched off or was not the one that was remembered.
  const check = async (body: object = {}) =>
    (await tested.call(admin, 'POST', `${path}/webhooks/${id}/check`, body)).body.hook;
  expect(await check()).toMatchObject({ state: 'registered', message: null });
  Object.assign(forge.hooks[0] ?? {}, { isActive: false });
  expect(await check()).toMatchObject({ state: 'disabled' });
  const [first] = forge.hooks.splice(0);
  expect(await check()).toMatchObject({ state: 'missing' });
  expect(await check({ repair: true })).toMatchObject({ state: 'registered' });
  expect(hookOf()).toMatchObject({ url, isActive: true });
  expect(hookOf()?.id).not.toBe(first?.id);

  // Changed.
  const changed = await tested.call(admin, 'PATCH', `${path}/webhooks/${id}`, { events });
  expect(changed.body, JSON.stringify(changed.body)).toMatchObject({ hook: { state: 'registered', message: null } });
  expect(hookOf()?.events).toEqual(events.filter((one) => one !== 'ping'));
  const rotated = await tested.call(admin, 'POST', `${path}/webhooks/${id}/rotate-secret`, { overlapSeconds: 0 });
  expect([hookOf()?.secret, hookOf()?.signingToken]).toContain(rotated.body.secret);
  expect(hookOf()?.url).toBe(url);

  // Tested by the doctor, and what the provider sends is taken.
  const steps = await look(created.body.id);
  expect(steps.webhook_hook).toMatchObject({ status: 'ok' });
  if (tests === null) {
    expect(steps.webhook_delivery).toMatchObject({
      ...{ status: 'warning', seen: expect.stringContaining('has no call for a test delivery') },
      fix: expect.stringContaining('Cause an event'),
    });
    expect(steps.webhook_proof).toMatchObject({ status: 'skipped' });
  } else {
    expect(steps.webhook_delivery).toMatchObject({ status: 'ok', seen: expect.stringContaining(`"${tests}"`) });
    expect(steps.webhook_proof).toMatchObject({ status: 'ok' });
  }
  // The hook of the test is gone, and the real one is as it was.
  expect(hookOf()?.url).toBe(url);
  expect(await forge.deliver(resource, event, { type: event })).toEqual([202]);
  await flushWebhookTraffic(tested.deps.services);
  if (tests === null)
    expect((await look(created.body.id)).webhook_delivery).toMatchObject({
      ...{ status: 'ok', seen: expect.stringContaining('proved itself came on') },
    });

  // Removed with the connection.
  expect((await tested.call(admin, 'POST', `${path}/disconnect`)).status).toBe(200);
  expect(forge.hooks).toEqual([]);
  const { body } = await tested.call(admin, 'GET', `${path}/webhooks`);
  expect(body.data).toMatchObject([{ id, hook: { state: 'removed' } }]);
});

/** Sends the doctor and gives its steps, by the first word of their ids. */
async function look(connectionId: string): Promise<Record<string, { status: string; seen: string }>> {
  const started = await tested.call(admin, 'POST', '/doctor/run', { connectionIds: [connectionId] });
  await tested.runJobs();
  const { body } = await tested.call(admin, 'GET', `/doctor/runs/${started.body.id}`);
  return Object.fromEntries(
    body.checks[0].steps.map((step: { id: string; status: string; seen: string }) => [step.id.split(' ')[0], step]),
  );
}

test('a server that knows nothing of signing has its webhook checked by the older scheme, with a secret as that takes it', async () => {
  const forge = await startHookForge('gitlab');
  try {
    forge.faults.forgetsSigning = true;
    const { body: connection } = await tested.call(admin, 'POST', '/integrations/connections', {
      ...{ providerSlug: 'gitlab', authMethod: 'token', credentials: { token: forge.token } },
      settings: { baseUrl: forge.url },
    });
    const path = `/integrations/connections/${connection.id}/webhooks`;
    const { body: made } = await tested.call(admin, 'POST', path, { resource: '9' });
    expect(made).toMatchObject({ scheme: '0', hook: { state: 'registered', message: null } });
    expect(made.secret).not.toMatch(/^whsec_/);
    expect(forge.hooks).toMatchObject([{ url: made.url, secret: made.secret, signingToken: '' }]);
    expect(await forge.deliver('9', 'Push Hook', { ref: 'refs/heads/main' })).toEqual([202]);
    // With the fixed value the address without a key takes them too.
    const fixed = (value: string) =>
      fetch(`${server.url}/webhooks/gitlab`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-gitlab-event': 'Push Hook', 'x-gitlab-token': value },
        body: '{}',
      });
    expect([(await fixed(made.secret)).status, (await fixed('something else')).status]).toEqual([202, 401]);
    // Where it cannot be given the secret, no hook is left that could not be believed.
    forge.faults.refusesChanges = true;
    const { body: failed } = await tested.call(admin, 'POST', path, { resource: '10' });
    expect(failed).toMatchObject({
      scheme: '0',
      hook: { state: 'failed', message: expect.stringContaining('by hand') },
    });
    expect(forge.hooks.map(({ repository }) => repository)).toEqual(['9']);
    // Made anew where signing has come with an update, it signs.
    forge.faults.forgetsSigning = false;
    const { body: signed } = await tested.call(admin, 'POST', path, { resource: '9' });
    expect(signed).toMatchObject({ scheme: 'verify', secret: expect.stringMatching(/^whsec_/) });
  } finally {
    await forge.stop();
  }
});
