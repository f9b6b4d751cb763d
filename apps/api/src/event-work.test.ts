// Workers beside each other on one database: what happens arrives at a receiver once, and soon.
import { startEventWork } from '@patchbay/jobs';
import { startServer } from '@patchbay/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createTestApp, type TestApp } from './testing/create-test-app.ts';

let tested: TestApp;
let mine: { apiKey: string; organizationId: string };
const received: { id: string; name: string }[] = [];
let receiver: Awaited<ReturnType<typeof startServer>>;

beforeAll(async () => {
  tested = await createTestApp();
  mine = await tested.addOrganization('Mine');
  receiver = await startServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const event = JSON.parse(Buffer.concat(chunks).toString());
      received.push({ id: String(request.headers['webhook-id']), name: event.data.name });
      response.writeHead(204).end();
    });
  });
});
afterAll(async () => {
  await receiver?.stop();
  await tested?.close();
});

test('two workers deliver what people do, each event once, without waiting for their poll', async () => {
  const call = (method: string, path: string, body?: unknown) => tested.call(mine.apiKey, method, path, body);
  await call('POST', '/event-subscriptions', { url: `${receiver.url}/`, types: ['connection.created'] });
  // A poll that never comes: they are woken, or nothing arrives.
  const options = { pollMs: 600_000 };
  const { services } = tested.deps;
  const workers = await Promise.all([startEventWork(services, options), startEventWork(services, options)]);
  const names = Array.from({ length: 20 }, (_, index) => `connection ${index}`);
  try {
    for (const name of names) {
      const connection = { providerSlug: 'in-memory', authMethod: 'none', settings: { baseUrl: 'http://127.0.0.1:1' } };
      expect((await call('POST', '/integrations/connections', { ...connection, name })).status).toBe(201);
    }
    await vi.waitFor(() => expect(received).toHaveLength(names.length), { timeout: 45_000, interval: 20 });
  } finally {
    await Promise.all(workers.map((worker) => worker.stop(5_000)));
  }
  expect(received.map(({ name }) => name).sort()).toEqual([...names].sort());
  expect(new Set(received.map(({ id }) => id)).size).toBe(names.length);
});

test('a connection tells what becomes of it, in its order', async () => {
  const call = (method: string, path: string, body?: unknown) => tested.call(mine.apiKey, method, path, body);
  const connection = { providerSlug: 'in-memory', authMethod: 'none', settings: { baseUrl: 'http://127.0.0.1:1' } };
  const { id } = (await call('POST', '/integrations/connections', { ...connection, name: 'Life' })).body;
  for (const verb of ['test', 'pause', 'resume', 'disconnect'])
    await call('POST', `/integrations/connections/${id}/${verb}`);
  await call('DELETE', `/integrations/connections/${id}?purge=true`);
  const worker = await startEventWork(tested.deps.services);
  try {
    await vi.waitFor(
      async () => {
        const { data } = (await call('GET', `/events?connectionId=${id}`)).body;
        expect(data.map(({ type }: { type: string }) => type)).toEqual([
          'connection.created',
          'connection.health_changed',
          'connection.paused',
          'connection.resumed',
          'connection.disconnected',
          'connection.deleted',
        ]);
      },
      { timeout: 45_000, interval: 50 },
    );
  } finally {
    await worker.stop(5_000);
  }
});
