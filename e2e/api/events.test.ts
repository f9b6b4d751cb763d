// What happens, told by real processes: to a stream that goes on after a restart, and to a receiver that verifies who sent it.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from '@patchbay/client';
import {
  createEncryptionKeys,
  type LocalServer,
  type Patchbay,
  removeFolder,
  startPatchbay,
  startServer,
} from '@patchbay/testing';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type ApiClient, createApiClient, everythingSaid } from '../support/api-client.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { setUp } from '../support/set-up-patchbay.ts';

interface Event {
  id: string;
  seq: number;
  type: string;
  data: { connectionId: string };
}

interface Received {
  body: string;
  headers: Record<string, string>;
}

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 50 });

/** Reads the stream as a client would, and keeps what it told. */
async function openStream(api: ApiClient, lastEventId?: number) {
  const controller = new AbortController();
  const headers = {
    authorization: `Bearer ${api.apiKey}`,
    ...(lastEventId !== undefined && { 'last-event-id': String(lastEventId) }),
  };
  const response = await fetch(`${api.url}/api/v1/events/stream`, { headers, signal: controller.signal });
  if (response.status !== 200) throw new Error(`the stream answered ${response.status}`);
  const events: Event[] = [];
  const reading = (async () => {
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (data !== undefined) events.push(JSON.parse(data));
      }
    }
  })();
  return {
    events,
    /** Resolves when the server has ended it; rejects when it broke off. */
    ended: reading,
    async close() {
      controller.abort();
      await reading.catch(() => {});
    },
  };
}

describe.each(databases)('on the %s database', (_name, createDatabase) => {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-events-'));
  const keys = { PATCHBAY_ENCRYPTION_KEYS: createEncryptionKeys() };
  const received: Received[] = [];
  let database: TestDatabase;
  let receiver: LocalServer;
  let server: Patchbay;
  const workers: Patchbay[] = [];
  let api: ApiClient;
  let connection: Connection;

  /** On PostgreSQL the process that answers does no work of its own: what it tells came from a worker. */
  function startApi(): Promise<Patchbay> {
    const { databaseUrl } = database;
    return startPatchbay(databaseUrl ? { databaseUrl, role: 'api', env: keys } : { dataDir: join(folder, 'data') });
  }

  beforeAll(async () => {
    database = await createDatabase();
    receiver = await startServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
      received.push({
        body: Buffer.concat(chunks).toString(),
        headers: Object.fromEntries(names.map((name) => [name, String(request.headers[name])])),
      });
      response.writeHead(204).end();
    });
    server = await startApi();
    const { databaseUrl } = database;
    if (databaseUrl)
      for (let index = 0; index < 2; index += 1)
        workers.push(await startPatchbay({ databaseUrl, role: 'worker', env: keys }));
    ({ api } = await setUp(server));
    connection = await api.post<Connection>('/integrations/connections', {
      providerSlug: 'in-memory',
      authMethod: 'none',
      settings: { baseUrl: receiver.url },
      name: 'Told about',
    });
  });
  afterAll(async () => {
    for (const worker of workers) await worker.close();
    await server?.close();
    await receiver?.stop();
    await database?.drop();
    removeFolder(folder);
  });

  const change = (verb: 'pause' | 'resume') => api.post(`/integrations/connections/${connection.id}/${verb}`);
  const told = ({ events }: { events: Event[] }) => events.map(({ type }) => type);

  test('a stream ends at shutdown, and after the restart goes on where it was: nothing lost, nothing twice', async () => {
    const before = await openStream(api);
    await change('pause');
    await until(() => expect(told(before)).toContain('connection.paused'));
    await server.close();
    await before.ended;
    server = await startApi();
    api = createApiClient(server.apiUrl, api.apiKey);
    // It happens while nobody listens.
    await change('resume');
    await change('pause');
    const after = await openStream(api, before.events.at(-1)?.seq);
    await until(() => expect(told(after)).toEqual(['connection.resumed', 'connection.paused']));
    await change('resume');
    await until(() => expect(told(after)).toHaveLength(3));
    await after.close();
    const { data } = await api.get<{ data: Event[] }>(`/events?connectionId=${connection.id}`);
    const seen = [...before.events, ...after.events].filter((event) => event.data.connectionId === connection.id);
    expect(data.slice(-seen.length)).toEqual(seen);
  });

  test('a receiver gets each event once, signed with a secret that is told once', async () => {
    const types = ['connection.paused', 'connection.resumed'];
    const { id, secret } = await api.post<{ id: string; secret: string }>('/event-subscriptions', {
      name: 'Ours',
      url: `${receiver.url}/events`,
      types,
    });
    const said = everythingSaid.length;
    for (const verb of ['pause', 'resume', 'pause', 'resume'] as const) await change(verb);
    await until(async () => {
      const { data } = await api.get<{ data: { status: string }[] }>(`/event-subscriptions/${id}/deliveries`);
      expect(data.map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => 'delivered'));
    });
    const verified = received.map(({ body, headers }) => new Webhook(secret).verify(body, headers) as Event);
    const { data } = await api.get<{ data: Event[] }>(`/events?types=${types.join(',')}`);
    const bySeq = (one: Event, other: Event) => one.seq - other.seq;
    expect(verified.sort(bySeq)).toEqual(data.slice(-4));
    expect(received.map(({ headers }) => headers['webhook-id']).sort()).toEqual(
      verified.map((event) => event.id).sort(),
    );
    const logs = [server, ...workers].map((process) => process.output()).join('\n');
    for (const text of [...everythingSaid.slice(said), logs]) expect(text).not.toContain(secret);
  });
});
