// A secret nobody else uses goes in by every door; afterwards it stands nowhere but in what the provider was sent.
import { createHmac } from 'node:crypto';
import { assertNoCanary, createCanary } from '@patchbay/testing';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runAction } from './actions/run.ts';
import { listAuditEntries } from './audit/list.ts';
import { createConnection } from './connections/create.ts';
import { getConnection } from './connections/get.ts';
import { listConnections } from './connections/list.ts';
import { testConnection } from './connections/test.ts';
import { updateConnection } from './connections/update.ts';
import { listCredentialVersions } from './credentials/list-versions.ts';
import { putCredentials } from './credentials/put.ts';
import { getDoctorRun } from './doctor/get.ts';
import { runDoctor } from './doctor/run.ts';
import { startDoctor } from './doctor/start.ts';
import { listEvidence } from './evidence/list.ts';
import { getOverview } from './overview/get.ts';
import { getRun } from './runs/get.ts';
import { listRuns } from './runs/list.ts';
import { listRunLogs } from './runs/list-logs.ts';
import { startSync } from './syncs/start.ts';
import { createTestServices, type TestServices } from './testing/create-test-services.ts';
import { type ItemServer, makeItems, startItemServer } from './testing/item-server.ts';
import { createWebhookEndpoint } from './webhooks/create.ts';
import { getWebhookDelivery } from './webhooks/get-delivery.ts';
import { handleWebhookDeliveries } from './webhooks/handle.ts';
import { listWebhookEndpoints } from './webhooks/list.ts';
import { openWebhookEndpoint } from './webhooks/open-endpoint.ts';
import { receiveWebhook } from './webhooks/receive.ts';

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

test('a secret shows in no answer, run, log, audit line or table', async () => {
  const owner = services.as('owner');
  const canary = createCanary();
  const answers: unknown[] = [];
  const keep = async <Value>(work: Promise<Value>): Promise<Value> => {
    const answer = await work.catch((error: unknown) => {
      answers.push(error instanceof Error ? { ...error, message: error.message, cause: error.cause } : error);
      throw error;
    });
    answers.push(answer);
    return answer;
  };

  const settings = { baseUrl: server.url };
  const { id } = await keep(
    createConnection(owner, {
      providerSlug: 'item-store',
      authMethod: 'basic',
      settings,
      credentials: { username: 'ada', password: canary },
    }),
  );
  // Refused where it does not belong, without being repeated.
  const bad = {
    providerSlug: 'item-store',
    authMethod: 'token',
    settings,
    credentials: { token: canary, [canary.slice(0, 9)]: canary },
  };
  await keep(createConnection(owner, bad)).catch(() => {});
  await keep(updateConnection(owner, { id, settings: { region: canary } })).catch(() => {});

  server.secret = canary;
  expect((await keep(testConnection(owner, { id }))).ok).toBe(true);
  expect(server.lastAuthorization).toBe(`Basic ${Buffer.from(`ada:${canary}`).toString('base64')}`);
  await keep(runAction(owner, { connectionId: id, operation: 'listItems' }));
  await startSync(owner, { connectionId: id });
  answers.push(await services.drain());

  // A provider that says the secret back in its errors.
  server.onList = (_offset, response) => {
    response.writeHead(400, { 'content-type': 'application/json', 'x-echo': canary });
    response.end(JSON.stringify({ error: { message: `the password ${canary} is odd` } }));
    return true;
  };
  const refused = await keep(runAction(owner, { connectionId: id, operation: 'listItems' }));
  expect(refused.error?.message).toBeTruthy();
  await startSync(owner, { connectionId: id });
  answers.push(await services.drain());
  await keep(putCredentials(owner, { connectionId: id, credentials: { password: `${canary}-next` } }));
  await keep(testConnection(owner, { id }));

  // A secret the provider of a webhook made, and a delivery that carries it in a header and in its payload.
  const webhook = await createWebhookEndpoint(owner, { connectionId: id, secret: canary });
  expect(webhook.secret).toBe(canary);
  const address = { providerSlug: 'item-store', endpointKey: webhook.url?.split('/').at(-1) ?? '' };
  const body = JSON.stringify({ hook: { secret: canary } });
  const signature = createHmac('sha256', canary).update(body).digest('hex');
  const headers = { 'x-items-signature': signature, 'x-items-event': 'item', authorization: canary, 'x-token': canary };
  const request = { method: 'POST', url: 'http://patchbay.example/', headers, rawBody: Buffer.from(body) };
  const received = await receiveWebhook(
    services.deps,
    await openWebhookEndpoint(services.deps, address, request),
    request,
  );
  if (received.type !== 'stored') throw new Error('the delivery was not stored');
  await handleWebhookDeliveries(services.deps);
  answers.push(await getWebhookDelivery(owner, { id: received.id }), await listWebhookEndpoints(owner));
  const doctor = await startDoctor(owner, { connectionIds: [id] });
  await runDoctor(services.deps, { organizationId: services.organizations.a, runId: doctor.checks[0]?.runId ?? '' });
  answers.push(await getDoctorRun(owner, { id: doctor.id }), await listEvidence(owner));

  answers.push(await getConnection(owner, { id }), await listConnections(owner), await getOverview(owner));
  answers.push(await listCredentialVersions(owner, { connectionId: id }), await listAuditEntries(owner, {}));
  const { data: runs } = await listRuns(owner, { connectionId: id });
  expect(runs.length).toBeGreaterThanOrEqual(6);
  for (const run of runs) answers.push(await getRun(owner, { id: run.id }), await listRunLogs(owner, { id: run.id }));

  // Four characters of it are shown on purpose; the whole is nowhere.
  const { orm } = services.deps.db;
  const listed = (await orm.execute(
    sql`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )) as unknown as { rows?: { name: string }[] } & { name: string }[];
  const names = (listed.rows ?? [...listed]).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['connections', 'webhook_deliveries', 'events', 'evidence', 'members']));
  const tables: Record<string, unknown> = {};
  for (const name of names) {
    // What a provider delivered is kept as it came, to be handled again; it is redacted wherever it is shown (see above).
    const row = name === 'webhook_deliveries' ? "to_jsonb(t) - 'body'" : 'to_jsonb(t)';
    tables[`table ${name}`] = await orm.execute(`select (${row})::text as row from "${name}" t`);
  }
  assertNoCanary(canary, { answers, log: services.logged, statements: services.statements, ...tables });
});
