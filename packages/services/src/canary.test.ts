// A secret nobody else uses goes in by every door; afterwards it stands nowhere but in what the provider was sent.
import { assertNoCanary, createCanary } from '@patchbay/testing';
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
import { getOverview } from './overview/get.ts';
import { getRun } from './runs/get.ts';
import { listRuns } from './runs/list.ts';
import { listRunLogs } from './runs/list-logs.ts';
import { startSync } from './syncs/start.ts';
import { createTestServices, type TestServices } from './testing/create-test-services.ts';
import { type ItemServer, makeItems, startItemServer } from './testing/item-server.ts';

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

  answers.push(await getConnection(owner, { id }), await listConnections(owner), await getOverview(owner));
  answers.push(await listCredentialVersions(owner, { connectionId: id }), await listAuditEntries(owner, {}));
  const { data: runs } = await listRuns(owner, { connectionId: id });
  expect(runs.length).toBeGreaterThanOrEqual(6);
  for (const run of runs) answers.push(await getRun(owner, { id: run.id }), await listRunLogs(owner, { id: run.id }));

  // Four characters of it are shown on purpose; the whole is nowhere.
  const tables: Record<string, unknown> = {};
  for (const name of [
    'connections',
    'credential_versions',
    'runs',
    'audit_log',
    'records',
    'sync_states',
    'idempotency_keys',
  ]) {
    tables[`table ${name}`] = await services.deps.db.orm.execute(`select row_to_json(t)::text as row from ${name} t`);
  }
  assertNoCanary(canary, { answers, log: services.logged, statements: services.statements, ...tables });
});
