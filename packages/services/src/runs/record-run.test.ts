import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getConnection } from '../connections/get.ts';
import type { Connection } from '../dto/index.ts';
import { connectItems } from '../testing/connect-items.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { type ItemServer, startItemServer } from '../testing/item-server.ts';
import { cancelRun } from './cancel.ts';
import { getRun } from './get.ts';
import { listRuns } from './list.ts';
import { markInterruptedRuns } from './mark-interrupted.ts';
import { recordRun } from './record-run.ts';

let services: TestServices;
let server: ItemServer;
let connection: Connection;
beforeAll(async () => {
  services = await createTestServices();
  server = await startItemServer();
  connection = await connectItems(services.as('admin'), server);
});
afterAll(async () => {
  await server?.close();
  await services?.close();
});

const secrets = { get: async () => ({}), secrets: () => [] };
const done = { value: 'done', requests: 1, error: null };

test('long work stays alive through a sweep', async () => {
  const context = services.as('admin');
  const result = await recordRun(
    context,
    { connection, kind: 'action', name: 'slow', secrets, heartbeatMs: 20 },
    async ({ id }) => {
      await services.deps.db.orm.execute(`update runs set heartbeat_at = now() - interval '1 hour' where id = '${id}'`);
      await delay(200);
      expect(await markInterruptedRuns(services.deps)).toMatchObject({ interrupted: 0 });
      return done;
    },
  );
  expect(result).toBe('done');
  expect((await listRuns(context, { kind: 'action' })).data).toMatchObject([{ name: 'slow', status: 'success' }]);
});

test('each run leaves a line: what was done through which connection, how it ended, and of an error its class alone', async () => {
  const context = services.as('admin');
  const work = { connection, kind: 'action', name: 'createItem', secrets } as const;
  const lines = () =>
    services.logged.filter((each) => (each as { message?: string }).message === 'run ended').slice(-1);
  await recordRun(context, work, async () => done);
  const facts = { integrationId: connection.id, provider: 'item-store', kind: 'action', operation: 'createItem' };
  expect(lines()).toMatchObject([{ data: { ...facts, status: 'success', durationMs: expect.any(Number) } }]);
  const error = { code: 'upstream_failed', class: 'validation', message: 'Not this.', nextStep: 'Another.' };
  await recordRun(context, work, async () => ({ ...done, error }));
  expect(lines()).toMatchObject([{ data: { ...facts, status: 'error', errorClass: 'validation' } }]);
  expect(JSON.stringify(lines())).not.toContain('Not this');
});

test('a cancelled run aborts its work', async () => {
  const context = services.as('admin');
  const started = Promise.withResolvers<string>();
  const work = recordRun(
    context,
    { connection, kind: 'action', name: 'endless', secrets, heartbeatMs: 20 },
    async ({ id, callOptions }) => {
      started.resolve(id);
      if (callOptions.signal) await once(callOptions.signal, 'abort');
      throw new Error('stopped');
    },
  );
  const outcome = expect(work).rejects.toThrow('stopped');
  const id = await started.promise;
  await cancelRun(context, { id });
  await outcome;
  expect(await getRun(context, { id })).toMatchObject({ status: 'cancelled' });
});

test('an answer of the provider is given even when its run cannot be written', async () => {
  const context = services.as('admin');
  const { id } = await connectItems(context, server);
  const target = { id, providerSlug: 'item-store' };
  const params = { connection: target, kind: 'action', name: 'read', secrets, isWrittenAhead: false } as const;
  const result = await recordRun(context, params, async () => {
    await services.deps.db.orm.execute(`delete from connections where id = '${id}'`);
    return done;
  });
  expect(result).toBe('done');
  expect(services.logged).toContainEqual(expect.objectContaining({ message: 'could not write how a run ended' }));
  await expect(getConnection(context, { id })).rejects.toThrow();
});
