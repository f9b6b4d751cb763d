// Every route there is: refused without a key, refused to a viewer where it writes, and blind to other organizations.
import { createTestFinding } from '@patchbay/db/testing';
import { createCertificate } from '@patchbay/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildOpenApiDocument } from './openapi-document.ts';
import { createTestApp, type TestApp } from './testing/create-test-app.ts';

interface Route {
  method: string;
  path: string;
  isPublic: boolean;
}

const document = buildOpenApiDocument();
const routes: Route[] = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
  Object.entries(item as Record<string, { security?: unknown[] }>).map(([method, operation]) => ({
    method: method.toUpperCase(),
    path,
    isPublic: operation.security?.length === 0,
  })),
);
const publicRoutes = [
  'GET /api/v1/setup',
  'POST /api/v1/setup',
  'GET /api/v1/healthz',
  'GET /api/v1/readyz',
  // The id in the path is the proof.
  'GET /api/v1/invitations/{id}',
  // Nobody is signed in yet.
  'POST /api/v1/sso/start',
];
const protectedRoutes = routes.filter(({ isPublic }) => !isPublic);

const newConnection = {
  providerSlug: 'in-memory',
  name: 'First',
  authMethod: 'none',
  settings: { baseUrl: 'http://127.0.0.1:1' },
};

const samlInput = {
  entityId: 'https://login.example.com',
  entryPoint: 'https://login.example.com/sso',
  certificates: [(await createCertificate()).certificatePem],
};

/** Bodies that would be right, so that a refusal is about who asks. */
const bodies: Record<string, unknown> = {
  'POST /api/v1/api-keys': { name: 'x' },
  'PUT /api/v1/evidence/archive': { connectionId: 'con_none', bucket: 'evidence' },
  'POST /api/v1/invitations': { email: 'x@example.com', role: 'viewer' },
  'POST /api/v1/sso-providers': { name: 'x', domain: 'example.com', saml: samlInput },
  'PATCH /api/v1/sso-providers/{id}': { name: 'y' },
  'PATCH /api/v1/members/{id}': { role: 'viewer' },
  'POST /api/v1/event-subscriptions': { url: 'http://127.0.0.1:1/' },
  'PATCH /api/v1/event-subscriptions/{id}': { name: 'x' },
  'POST /api/v1/integrations/connections': newConnection,
  'PATCH /api/v1/integrations/connections/{id}': { name: 'x' },
  'POST /api/v1/integrations/oauth/start': { providerSlug: 'github' },
  'POST /api/v1/integrations/oauth/install': { providerSlug: 'github' },
  'POST /api/v1/integrations/oauth-apps': { providerSlug: 'github', clientId: 'x', clientSecret: 'y' },
  'PUT /api/v1/integrations/connections/{id}/credentials': { credentials: {} },
  'POST /api/v1/integrations/connections/{id}/sync': { mode: 'full' },
  'PATCH /api/v1/integrations/connections/{id}/syncs/{sync}': { isEnabled: false },
  'POST /api/v1/integrations/{id}/discover': { resourceType: 'items' },
  'PATCH /api/v1/integrations/findings/{id}': { status: 'ignored', reason: 'x' },
  'POST /api/v1/integrations/finding-exceptions': { rule: 'x', reason: 'x' },
  'PATCH /api/v1/integrations/finding-exceptions/{id}': { reason: 'y' },
  'POST /api/v1/integrations/{slug}/configure': { timeout: 20 },
  'POST /api/v1/integrations/{slug}/token': { token: 'x' },
  'POST /api/v1/integrations/{slug}/token/test': {},
  'POST /api/v1/integrations/{slug}/incoming-webhooks': { url: 'https://example.com' },
  'PATCH /api/v1/integrations/{slug}/incoming-webhooks/{id}': { name: 'x' },
  'POST /api/v1/integrations/{slug}/incoming-webhooks/{id}/send': { text: 'x' },
  'POST /api/v1/llm-keys': { name: 'Anthropic', key: 'x', model: 'x' },
  'PATCH /api/v1/llm-keys/{id}': { model: 'x' },
  'POST /api/v1/integrations/connections/{id}/actions/{operation}': {},
};
/** Reads in the shape of a POST: a viewer may do them. */
const reads = ['POST /api/v1/integrations/{id}/discover'];

let tested: TestApp;
let mine: { apiKey: string; organizationId: string; userId: string };
let other: { apiKey: string; organizationId: string };
let viewer: string;
let ids: {
  connection: string;
  run: string;
  apiKey: string;
  member: string;
  invitation: string;
  sso: string;
  subscription: string;
  delivery: string;
  finding: string;
  exception: string;
};

beforeAll(async () => {
  tested = await createTestApp();
  mine = await tested.addOrganization('Mine');
  other = await tested.addOrganization('Other');
  viewer = await tested.addKey(mine.organizationId, 'viewer');
  const connection = await tested.call(mine.apiKey, 'POST', '/integrations/connections', newConnection);
  expect(connection.status).toBe(201);
  const id = connection.body.id as string;
  // Nobody listens there: the test fails, and leaves a run.
  await tested.call(mine.apiKey, 'POST', `/integrations/connections/${id}/test`);
  const run = (await tested.call(mine.apiKey, 'GET', `/integrations/runs`)).body.data[0].id;
  const keys = await tested.call(mine.apiKey, 'GET', '/api-keys');
  const invitation = await tested.call(mine.apiKey, 'POST', '/invitations', {
    email: 'vera@example.com',
    role: 'viewer',
  });
  expect(invitation.status).toBe(201);
  const sso = await tested.call(mine.apiKey, 'POST', '/sso-providers', {
    name: 'Login',
    domain: 'example.com',
    saml: samlInput,
  });
  expect(sso.status).toBe(201);
  const exception = await tested.call(mine.apiKey, 'POST', '/integrations/finding-exceptions', {
    rule: 'some-rule',
    reason: 'accepted',
  });
  expect(exception.status).toBe(201);
  const { organizationId } = mine;
  const finding = await createTestFinding(tested.db, { organizationId, connectionId: id });
  const subscription = await tested.call(mine.apiKey, 'POST', '/event-subscriptions', {
    url: 'http://127.0.0.1:1/',
  });
  expect(subscription.status).toBe(201);
  const delivery = await tested.call(mine.apiKey, 'POST', `/event-subscriptions/${subscription.body.id}/test`);
  expect(delivery.status).toBe(202);
  ids = {
    subscription: subscription.body.id,
    delivery: delivery.body.id,
    sso: sso.body.id,
    exception: exception.body.id,
    finding: finding.id,
    connection: id,
    run,
    apiKey: keys.body.data[0].id,
    member: mine.userId,
    invitation: invitation.body.id,
  };
});
afterAll(() => tested?.close());

function fill(path: string): string {
  const kinds = {
    runs: ids.run,
    'api-keys': ids.apiKey,
    members: ids.member,
    invitations: ids.invitation,
    'sso-providers': ids.sso,
    'event-subscriptions': ids.subscription,
    findings: ids.finding,
    'finding-exceptions': ids.exception,
  };
  const own = Object.entries(kinds).find(([kind]) => path.includes(`/${kind}/`))?.[1] ?? ids.connection;
  return path
    .replace('/api/v1', '')
    .replace('{id}', own)
    .replace('{deliveryId}', ids.delivery)
    .replace('{slug}', 'in-memory')
    .replace('{operation}', 'createItem')
    .replace('{sync}', 'items')
    .replace('{interface}', 'notify.send')
    .replace('{collection}', 'items')
    .replace('{path}', 'items');
}

const name = ({ method, path }: Route) => `${method} ${path}`;
const isWrite = (route: Route) => route.method !== 'GET' && route.method !== 'HEAD' && !reads.includes(name(route));
const canHaveBody = (route: Route) => !['GET', 'HEAD'].includes(route.method);

test('the document holds the routes there are, and these alone are public', () => {
  expect(routes.length).toBeGreaterThan(35);
  expect(
    routes
      .filter(({ isPublic }) => isPublic)
      .map(name)
      .sort(),
  ).toEqual([...publicRoutes].sort());
});

describe('without a key, or with a wrong one', () => {
  test.each(protectedRoutes.map((route) => [name(route), route] as const))('%s', async (_name, route) => {
    const body = canHaveBody(route) ? {} : undefined;
    for (const key of [null, 'pb_wrongwrongwrong']) {
      const answer = await tested.call(key, route.method, fill(route.path), body);
      expect(answer.status).toBe(401);
      if (route.method !== 'HEAD') {
        expect(answer.body.error).toEqual({
          code: 'unauthorized',
          message: expect.any(String),
          requestId: expect.any(String),
        });
      }
    }
  });
});

describe('a viewer writes nothing', () => {
  test.each(protectedRoutes.filter(isWrite).map((route) => [name(route), route] as const))(
    '%s',
    async (routeName, route) => {
      const answer = await tested.call(viewer, route.method, fill(route.path), bodies[routeName] ?? undefined);
      expect(answer.status).toBe(403);
    },
  );
});

describe('what belongs to another organization does not exist', () => {
  const withId = protectedRoutes.filter(({ path }) => path.includes('{id}'));
  test.each(withId.map((route) => [name(route), route] as const))('%s', async (routeName, route) => {
    const body = bodies[routeName] ?? (canHaveBody(route) && route.method !== 'DELETE' ? {} : undefined);
    const answer = await tested.call(other.apiKey, route.method, fill(route.path), body);
    expect(answer.status).toBe(404);
    const unknown = fill(route.path).replace(
      /(con|run|key|usr|inv|sso|sub|fnd|fex)_[a-z0-9]+/,
      '$1_00000000000000000000000000',
    );
    expect((await tested.call(mine.apiKey, route.method, unknown, body)).status).toBe(404);
  });

  test('not in a list either, nor by naming the organization', async () => {
    const list = await tested.call(other.apiKey, 'GET', '/integrations/connections');
    expect(list.body).toEqual({ data: [], nextCursor: null });
    for (const [method, path, body] of [
      ['GET', `/integrations/connections?organizationId=${mine.organizationId}`, undefined],
      ['POST', '/integrations/connections', { ...newConnection, organizationId: mine.organizationId }],
      ['GET', `/integrations/runs?organizationId=${mine.organizationId}`, undefined],
    ] as const) {
      expect((await tested.call(other.apiKey, method, path, body)).status).toBe(404);
    }
    const own = `/integrations/connections?organizationId=${other.organizationId}`;
    expect((await tested.call(other.apiKey, 'GET', own)).status).toBe(200);
  });
});

test('after all that, nothing of the first organization has changed', async () => {
  const { body } = await tested.call(mine.apiKey, 'GET', `/integrations/connections/${ids.connection}`);
  expect(body).toMatchObject({ id: ids.connection, name: expect.not.stringMatching(/^x$/) });
  expect(body.status).not.toBe('disconnected');
  expect((await tested.call(mine.apiKey, 'GET', '/api-keys')).body.data).toHaveLength(2);
  expect((await tested.call(mine.apiKey, 'GET', '/members')).body.data).toMatchObject([{ role: 'owner' }]);
  expect((await tested.call(mine.apiKey, 'GET', '/invitations')).body.data).toHaveLength(1);
  const finding = await tested.call(mine.apiKey, 'GET', `/integrations/findings/${ids.finding}`);
  expect(finding.body).toMatchObject({ status: 'open', title: 'A finding' });
  const exceptions = await tested.call(mine.apiKey, 'GET', '/integrations/finding-exceptions');
  expect(exceptions.body.data).toMatchObject([{ id: ids.exception, reason: 'accepted' }]);
});

test('the older paths without the prefix are the same routes', async () => {
  const request = (path: string, key?: string) =>
    tested.app.request(path, key ? { headers: { authorization: `Bearer ${key}` } } : {});
  expect((await request('/integrations/connections')).status).toBe(401);
  const [old, canonical] = await Promise.all(
    ['/integrations/connections', '/api/v1/integrations/connections'].map(async (path) =>
      (await request(path, mine.apiKey)).json(),
    ),
  );
  expect(old).toEqual(canonical);
  expect((await request(`/integrations/connections/${ids.connection}/proxy/x`)).status).toBe(401);
});
