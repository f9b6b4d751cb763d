import { readdir, readFile } from 'node:fs/promises';
import { insertWebhookDeliveries, newId } from '@patchbay/db';
import { createTestFinding } from '@patchbay/db/testing';
import { isPatchbayError } from '@patchbay/schema';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDoctor } from './doctor/start.ts';
import { createFindingException } from './finding-exceptions/create.ts';
import { isAllowed, isRoleAtLeast, permissions, permissionsOf, scopes } from './permissions.ts';
import { startSync } from './syncs/start.ts';
import { catchError } from './testing/catch-error.ts';
import { connectItems } from './testing/connect-items.ts';
import { createTestServices, type TestServices } from './testing/create-test-services.ts';
import { everyVerb, type Subject } from './testing/every-verb.ts';
import { type ItemServer, makeItems, startItemServer } from './testing/item-server.ts';
import type { Role, ServiceContext } from './types.ts';
import { createWebhookEndpoint } from './webhooks/create.ts';

const roles: readonly Role[] = ['viewer', 'member', 'admin', 'owner'];

let services: TestServices;
let server: ItemServer;
beforeAll(async () => {
  services = await createTestServices();
  server = await startItemServer(makeItems(3));
});
afterAll(async () => {
  await server?.close();
  await services?.close();
});

async function makeSubject(): Promise<Subject> {
  const { id: connectionId } = await connectItems(services.as('admin'), server);
  const { runId } = await startSync(services.as('admin'), { connectionId, sync: 'kept' });
  services.jobs.length = 0;
  const organizationId = services.organizations.a;
  const { id: findingId } = await createTestFinding(services.deps.db, { organizationId, connectionId });
  const exception = { rule: `rule of ${connectionId}`, reason: 'x' };
  const { id: exceptionId } = await createFindingException(services.as('admin'), exception);
  const webhook = await createWebhookEndpoint(services.as('admin'), { connectionId });
  const webhookDeliveryId = newId('whd');
  await insertWebhookDeliveries(services.deps.db.orm, [
    {
      ...{ id: webhookDeliveryId, organizationId, connectionId, endpointId: webhook.id, providerSlug: 'item-store' },
      ...{ dedupeKey: webhookDeliveryId, bodyHash: 'x', body: Buffer.from('{}'), headers: {}, receivedAt: new Date() },
      status: 'handled',
    },
  ]);
  const { id: doctorId } = await startDoctor(services.as('admin'), { connectionIds: [connectionId] });
  services.jobs.length = 0;
  const ids = { connectionId, runId, findingId, exceptionId, webhookId: webhook.id, webhookDeliveryId, doctorId };
  return { ...ids, baseUrl: server.url };
}

/** One that no call has changed yet: what was refused, and what a viewer may do, leaves it as it is. */
let unchanged: Promise<Subject> | null = null;
function takeSubject(): Promise<Subject> {
  unchanged ??= makeSubject();
  return unchanged;
}

/** How a call ended: `ok`, or the code of its error. */
async function outcomeOf(context: ServiceContext, verb: (typeof everyVerb)[number], subject: Subject): Promise<string> {
  try {
    await verb.call(context, subject);
    if (verb.role !== 'viewer') unchanged = null;
    return 'ok';
  } catch (error) {
    if (isPatchbayError(error)) return error.code;
    throw error;
  }
}

describe.each(everyVerb)('$name', (verb) => {
  test(`is for ${verb.role} and above`, async () => {
    const outcomes: Record<string, string> = {};
    for (const role of roles) outcomes[role] = await outcomeOf(services.as(role), verb, await takeSubject());
    const expected = roles.map((role) => [role, isRoleAtLeast(role, verb.role) ? 'ok' : 'forbidden']);
    expect(outcomes).toEqual(Object.fromEntries(expected));
  });

  test('takes a key that has the scope, and no other', async () => {
    const withScopes = async (given: string[]) => {
      const actor = { type: 'api_key', id: 'key_1', scopes: given } as const;
      return outcomeOf(services.as('owner', actor), verb, await takeSubject());
    };
    const isRead = verb.role === 'viewer' || /list|audit|keys\.check|\.get$/i.test(verb.name);
    expect([await withScopes([]), await withScopes(['read']), await withScopes(['write'])]).toEqual([
      'forbidden',
      isRead ? 'ok' : 'forbidden',
      'ok',
    ]);
  });

  test('knows nothing of another organization', async () => {
    const subject = await takeSubject();
    const stranger = services.as('owner', { organizationId: services.organizations.b });
    if (verb.takesId) {
      expect(await outcomeOf(stranger, verb, subject)).toBe('not_found');
      const unknown = { ...subject, connectionId: 'con_unknown', runId: 'run_unknown' };
      const [foreign, absent] = [await messageOf(stranger, subject), await messageOf(stranger, unknown)];
      expect(foreign).toBe(absent);
    } else {
      const answer = JSON.stringify(await verb.call(stranger, subject));
      expect(answer).not.toContain(subject.connectionId);
      expect(answer).not.toContain(subject.runId);
    }
  });

  async function messageOf(context: ServiceContext, subject: Subject): Promise<string> {
    return (await catchError(() => verb.call(context, subject))).message;
  }
});

test('a connection kept in memory for its own organization stays unknown to another', async () => {
  const subject = await makeSubject();
  const proxy = everyVerb.find(({ name }) => name === 'proxy.prepare GET');
  if (!proxy) throw new Error('unreachable');
  expect(await outcomeOf(services.as('owner'), proxy, subject)).toBe('ok');
  const stranger = services.as('owner', { organizationId: services.organizations.b });
  expect(await outcomeOf(stranger, proxy, subject)).toBe('not_found');
  expect(await outcomeOf(services.as('owner'), proxy, subject)).toBe('ok');
});

test('every permission is asked for by some verb, or by the API itself', async () => {
  const asked = new Set<string>();
  for (const folder of await readdir(import.meta.dirname, { withFileTypes: true })) {
    if (!folder.isDirectory()) continue;
    for (const file of await readdir(`${import.meta.dirname}/${folder.name}`)) {
      const text = await readFile(`${import.meta.dirname}/${folder.name}/${file}`, 'utf8');
      for (const [, name] of text.matchAll(/'([a-zA-Z]+\.[a-z]+)'/g)) if (name) asked.add(name);
    }
  }
  const unasked = Object.keys(permissions).filter((name) => !asked.has(name) && !/^(actions|apiKeys)\./.test(name));
  expect(unasked).toEqual([]);
});

test('scopes are listed for whoever makes a key, umbrellas first', () => {
  expect(scopes.slice(0, 2)).toEqual(['read', 'write']);
  expect(scopes).toContain('connections:read');
  const key = { type: 'api_key', id: 'k', organizationId: 'o', role: 'admin', scopes: ['records:read'] } as const;
  expect([isAllowed(key, 'records.list'), isAllowed(key, 'runs.list'), isAllowed(key, 'syncs.start')]).toEqual([
    true,
    false,
    false,
  ]);
});

test('what somebody may do is told by name, as far as role and scopes go', () => {
  const actor = (role: Role, scopes: string[] | null) =>
    ({ type: 'api_key', id: 'k', organizationId: 'o', role, scopes }) as const;
  expect(permissionsOf(actor('owner', null))).toEqual(Object.keys(permissions));
  expect(permissionsOf(actor('viewer', null))).not.toContain('actions.write');
  expect(permissionsOf(actor('member', ['actions:write', 'runs:read']))).toEqual([
    'incomingWebhooks.send',
    'runs.list',
    'runs.get',
    'actions.write',
  ]);
});
