// Events over real HTTP: the list, the stream and its resumption, its limits, and what other organizations see of it.
import { connect } from 'node:net';
import { insertEvents } from '@patchbay/db';
import { eventTypes } from '@patchbay/schema';
import { publishPendingEvents } from '@patchbay/services';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type HttpServer, listen } from './start/http-server.ts';
import { createTestApp, type TestApp, type TestAppOptions } from './testing/create-test-app.ts';

interface Started {
  tested: TestApp;
  server: HttpServer;
  mine: { apiKey: string; organizationId: string };
  other: { apiKey: string; organizationId: string };
}

async function start(options: TestAppOptions = {}): Promise<Started> {
  const tested = await createTestApp(options);
  const [mine, other] = [await tested.addOrganization('Mine'), await tested.addOrganization('Other')];
  const server = await listen({ host: '127.0.0.1', port: 0 });
  server.serve((request, bindings) => tested.app.fetch(request, bindings));
  return { tested, server, mine, other };
}

async function stop({ tested, server }: Started): Promise<void> {
  await tested.deps.eventStreams.close();
  await server.close(0);
  await tested.close();
}

let shared: Started;
beforeAll(async () => {
  shared = await start();
});
afterAll(() => shared && stop(shared));

async function happen({ tested }: Started, organizationId: string, names: string[]): Promise<void> {
  await tested.db.orm.transaction((tx) =>
    insertEvents(
      tx,
      names.map((name) => ({
        organizationId,
        type: 'connection.paused',
        version: 1,
        connectionId: 'con_1',
        data: { connectionId: 'con_1', providerSlug: 'in-memory', name },
      })),
    ),
  );
}

interface Stream {
  status: number;
  headers: Headers;
  /** Names of the events so far, in their order. */
  names: string[];
  ids: number[];
  text(): string;
  isEnded(): boolean;
  close(): void;
}

async function open(
  { server }: Started,
  key: string,
  { query = '', lastEventId }: { query?: string; lastEventId?: number } = {},
): Promise<Stream> {
  const controller = new AbortController();
  const response = await fetch(`${server.url}/api/v1/events/stream${query}`, {
    headers: {
      authorization: `Bearer ${key}`,
      ...(lastEventId !== undefined && { 'last-event-id': String(lastEventId) }),
    },
    signal: controller.signal,
  });
  const stream = { names: [] as string[], ids: [] as number[] };
  let whole = '';
  let read = 0;
  let isEnded = false;
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      whole += decoder.decode(chunk, { stream: true });
      for (let end = whole.indexOf('\n\n', read); end >= 0; end = whole.indexOf('\n\n', read)) {
        const block = whole.slice(read, end);
        read = end + 2;
        const id = block.match(/^id: (\d+)$/m)?.[1];
        const data = block.match(/^data: (.*)$/m)?.[1];
        if (id === undefined || data === undefined) continue;
        stream.ids.push(Number(id));
        stream.names.push(JSON.parse(data).data.name);
      }
    }
  })();
  reading
    .catch(() => {})
    .finally(() => {
      isEnded = true;
    });
  return {
    status: response.status,
    headers: response.headers,
    ...stream,
    text: () => whole,
    isEnded: () => isEnded,
    close: () => controller.abort(),
  };
}

const publish = ({ tested }: Started) => publishPendingEvents(tested.deps.services);
const until = (check: () => void) => vi.waitFor(check, { timeout: 45_000, interval: 20 });

test('the list of types is the list there is, each with a sample and a schema', async () => {
  const { body } = await shared.tested.call(shared.mine.apiKey, 'GET', '/events/types');
  expect(body.data.map(({ type }: { type: string }) => type)).toEqual(Object.keys(eventTypes));
  expect(body.data[0]).toMatchObject({ version: 1, sample: expect.any(Object), schema: { type: 'object' } });
});

test('a list is paged by seq and filtered; a type that does not exist is refused', async () => {
  const { tested, mine } = shared;
  await happen(shared, mine.organizationId, ['a', 'b', 'c']);
  await publish(shared);
  const first = (await tested.call(mine.apiKey, 'GET', '/events?limit=2&types=connection.paused')).body;
  expect(first.data).toHaveLength(2);
  const rest = (await tested.call(mine.apiKey, 'GET', `/events?after=${first.nextCursor}&connectionId=con_1`)).body;
  expect(rest).toMatchObject({ data: [{ data: { name: 'c' } }], nextCursor: null });
  const newest = (await tested.call(mine.apiKey, 'GET', '/events?order=newest&limit=2')).body;
  expect(newest).toMatchObject({ data: [{ data: { name: 'c' } }, { data: { name: 'b' } }] });
  const back = `/events?order=newest&limit=2&before=${newest.nextCursor}`;
  const older = (await tested.call(mine.apiKey, 'GET', back)).body;
  for (const { seq } of older.data) expect(seq).toBeLessThan(newest.data[1].seq);
  expect(older.data[0]).toMatchObject({ data: { name: 'a' } });
  expect((await tested.call('', 'GET', '/events?order=newest')).status).toBe(401);
  for (const query of [
    'order=best',
    'types=connection.exploded',
    'after=-1',
    'after=x',
    'before=x',
    'limit=501',
    'nonsense=1',
  ])
    expect((await tested.call(mine.apiKey, 'GET', `/events?${query}`)).status).toBe(400);
  for (const path of ['/events', '/events?order=newest'])
    expect((await tested.call(shared.other.apiKey, 'GET', path)).body).toEqual({ data: [], nextCursor: null });
});

test('a stream tells what happens from now on, to a viewer too, and never what happens to others', async () => {
  const { tested, mine, other } = shared;
  await happen(shared, mine.organizationId, ['before']);
  await publish(shared);
  const viewer = await tested.addKey(mine.organizationId, 'viewer');
  const [own, theirs] = [await open(shared, viewer), await open(shared, other.apiKey)];
  expect(own.status).toBe(200);
  expect(own.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(own.headers.get('cache-control')).toContain('no-cache');
  await until(() => expect(own.text()).toContain('retry: 3000'));
  await happen(shared, mine.organizationId, ['one', 'two']);
  await happen(shared, other.organizationId, ['theirs']);
  await publish(shared);
  await until(() => expect(own.names).toEqual(['one', 'two']));
  await until(() => expect(theirs.names).toEqual(['theirs']));
  expect(own.text()).toContain('event: connection.paused');
  for (const stream of [own, theirs]) stream.close();
});

test('a stream can be narrowed to types and a connection', async () => {
  const { mine } = shared;
  const none = await open(shared, mine.apiKey, { query: '?types=sync.failed' });
  const some = await open(shared, mine.apiKey, { query: '?types=connection.paused,sync.failed&connectionId=con_1' });
  await happen(shared, mine.organizationId, ['narrow']);
  await publish(shared);
  await until(() => expect(some.names).toEqual(['narrow']));
  expect(none.names).toEqual([]);
  for (const stream of [none, some]) stream.close();
});

test('who comes back with Last-Event-ID loses nothing and gets nothing twice, while events go on being published', async () => {
  const { mine } = shared;
  const anchor = await open(shared, mine.apiKey);
  await happen(shared, mine.organizationId, ['anchor']);
  await publish(shared);
  await until(() => expect(anchor.ids).toHaveLength(1));
  anchor.close();
  const total = 300;
  let isWriting = true;
  const writing = (async () => {
    for (let index = 0; index < total; index += 10) {
      await happen(
        shared,
        mine.organizationId,
        Array.from({ length: 10 }, (_, place) => `n${index + place}`),
      );
    }
    isWriting = false;
  })();
  const publishing = (async () => {
    while (isWriting || (await publish(shared)) > 0) await publish(shared);
  })();
  const names: string[] = [];
  let lastEventId = anchor.ids[0] ?? 0;
  while (names.length < total) {
    const stream = await open(shared, mine.apiKey, { lastEventId, query: '?after=0' });
    const enough = Math.min(total - names.length, 37);
    await until(() => expect(stream.names.length).toBeGreaterThanOrEqual(enough));
    // Broken off in the middle of whatever was on its way.
    stream.close();
    names.push(...stream.names);
    lastEventId = stream.ids.at(-1) ?? lastEventId;
  }
  await Promise.all([writing, publishing]);
  expect(names).toEqual(Array.from({ length: total }, (_, index) => `n${index}`));
});

test('a place ahead of the newest event is refused, and so is a Last-Event-ID that is none', async () => {
  const { tested, mine } = shared;
  const ahead = await tested.call(mine.apiKey, 'GET', '/events/stream?after=999999999');
  expect([ahead.status, ahead.body.error.message]).toEqual([400, expect.stringContaining('ahead of the newest event')]);
  const bad = await tested.call(mine.apiKey, 'GET', '/events/stream', undefined, { 'last-event-id': 'x' });
  expect(bad.status).toBe(400);
});

test('too many streams of a key or an organization are refused, and a closed one makes room', async () => {
  const limited = await start({ streams: { perCaller: 2, perOrganization: 3 } });
  try {
    const { tested, mine, other } = limited;
    const second = await tested.addKey(mine.organizationId, 'viewer');
    const streams = [await open(limited, mine.apiKey), await open(limited, mine.apiKey)];
    const refused = await tested.call(mine.apiKey, 'GET', '/events/stream');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10']);
    streams.push(await open(limited, second));
    expect((await tested.call(second, 'GET', '/events/stream')).body.error.message).toMatch(/^This organization has 3/);
    const theirs = await open(limited, other.apiKey);
    expect(theirs.status).toBe(200);
    streams[0]?.close();
    await until(async () => {
      const again = await open(limited, second);
      streams.push(again);
      expect(again.status).toBe(200);
    });
    for (const stream of [...streams, theirs]) stream.close();
  } finally {
    await stop(limited);
  }
});

test('a quiet stream says that it lives, and ends when its key is revoked', async () => {
  const quick = await start({ streams: { heartbeatMs: 50 } });
  try {
    const { tested, mine } = quick;
    const key = await tested.addKey(mine.organizationId, 'viewer');
    const stream = await open(quick, key);
    await until(() => expect(stream.text()).toContain(': still here\n\n'));
    const keys = (await tested.call(mine.apiKey, 'GET', '/api-keys')).body.data as { id: string; role: string }[];
    const id = keys.find(({ role }) => role === 'viewer')?.id;
    expect((await tested.call(mine.apiKey, 'DELETE', `/api-keys/${id}`)).status).toBeLessThan(300);
    await until(() => expect(stream.isEnded()).toBe(true));
  } finally {
    await stop(quick);
  }
});

test('a stream ends when its key expires, though nobody revoked it', async () => {
  let ahead = 0;
  const quick = await start({ streams: { heartbeatMs: 50 }, clock: { now: () => Date.now() + ahead } });
  try {
    const { tested, mine } = quick;
    const { organizationId } = mine;
    const rights = { name: 'For a day', role: 'viewer', scopes: null, expiresInDays: 1, createdBy: null } as const;
    const { key } = await tested.deps.people.createApiKey({ organizationId, ...rights });
    const [ending, lasting] = [await open(quick, key), await open(quick, mine.apiKey)];
    await until(() => expect(ending.text()).toContain(': still here\n\n'));
    ahead = 25 * 3_600_000;
    await until(() => expect(ending.isEnded()).toBe(true));
    // A key without an end goes on.
    await happen(quick, organizationId, ['later']);
    await publish(quick);
    await until(() => expect(lasting.names).toEqual(['later']));
    expect((await tested.call(key, 'GET', '/events/stream')).status).toBe(401);
    lasting.close();
  } finally {
    await stop(quick);
  }
});

test('a stream may take longer than a request may', async () => {
  const requestTimeoutMs = 2_000;
  const heartbeatMs = 100;
  const brief = await start({ settings: { requestTimeoutMs }, streams: { heartbeatMs } });
  try {
    const { mine } = brief;
    const stream = await open(brief, mine.apiKey);
    // A heartbeat comes no sooner than its time: after so many, a request would have been ended.
    const beats = (requestTimeoutMs * 1.5) / heartbeatMs;
    await until(() => expect(stream.text().split(': still here').length).toBeGreaterThan(beats));
    await happen(brief, mine.organizationId, ['late']);
    await publish(brief);
    await until(() => expect(stream.names).toEqual(['late']));
    expect(stream.isEnded()).toBe(false);
    stream.close();
  } finally {
    await stop(brief);
  }
});

test('a client that does not read on is closed, and what happens is kept in the database, not for it', async () => {
  const slow = await start({ streams: { stallMs: 2_000, heartbeatMs: 60_000 } });
  try {
    const { mine } = slow;
    const { port } = new URL(slow.server.url);
    const socket = connect(Number(port), '127.0.0.1');
    let isClosed = false;
    socket.on('close', () => {
      isClosed = true;
    });
    socket.on('error', () => {});
    await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
    socket.write(
      `GET /api/v1/events/stream?after=0 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${mine.apiKey}\r\n\r\n`,
    );
    await new Promise<void>((resolve) => socket.once('data', () => resolve()));
    socket.pause();
    const long = 'x'.repeat(60_000);
    for (let round = 0; round < 8; round += 1) {
      await happen(
        slow,
        mine.organizationId,
        Array.from({ length: 25 }, () => long),
      );
      await publish(slow);
    }
    // Another one who reads is not held up meanwhile, and not cut off for taking its time with much.
    const reader = await open(slow, mine.apiKey, { query: '?after=0' });
    await vi.waitFor(() => expect(reader.isEnded() || reader.names.length === 200).toBe(true), { timeout: 45_000 });
    expect(reader.names).toHaveLength(200);
    reader.close();
    // The place it took is free again: the server has let go of it, though it still does not read.
    await vi.waitFor(() => expect(slow.tested.deps.eventStreams.count()).toBe(0), { timeout: 45_000 });
    socket.resume();
    await until(() => expect(isClosed).toBe(true));
  } finally {
    await stop(slow);
  }
});

test('at shutdown streams end by themselves, and new ones are told to come back', async () => {
  const ending = await start();
  const stream = await open(ending, ending.mine.apiKey);
  await ending.tested.deps.eventStreams.close();
  await until(() => expect(stream.isEnded()).toBe(true));
  expect((await ending.tested.call(ending.mine.apiKey, 'GET', '/events/stream')).status).toBe(503);
  expect(await ending.server.close(5_000)).toBe(0);
  await ending.tested.close();
});

test('a subscription over HTTP: its secret once, changed, tested, rotated, its deliveries, deleted', async () => {
  const { tested, mine } = shared;
  const call = (method: string, path: string, body?: unknown) =>
    tested.call(mine.apiKey, method, `/event-subscriptions${path}`, body);
  const created = await call('POST', '', { url: 'http://127.0.0.1:1/in', types: ['sync.failed'] });
  expect(created.status).toBe(201);
  const { id, secret } = created.body;
  expect(secret).toMatch(/^whsec_/);
  const { secret: _, ...view } = created.body;
  expect((await call('GET', `/${id}`)).body).toEqual(view);
  expect((await call('GET', '')).body.data).toContainEqual(view);
  const changed = await call('PATCH', `/${id}`, { name: 'Renamed', types: null, enabled: false });
  expect(changed.body).toMatchObject({ name: 'Renamed', types: null, enabled: false, status: 'paused' });
  const sent = await call('POST', `/${id}/test`);
  expect([sent.status, sent.body.trigger]).toEqual([202, 'test']);
  expect((await call('GET', `/${id}/deliveries?status=pending`)).body.data).toHaveLength(1);
  const rotated = await call('POST', `/${id}/rotate-secret`, { overlapSeconds: 60 });
  expect(rotated.body.secret).not.toBe(secret);
  expect((await call('POST', `/${id}/deliveries/${sent.body.id}/redeliver`)).status).toBe(409);
  expect((await call('POST', '', { url: 'http://169.254.169.254/' })).status).toBe(400);
  expect((await call('POST', '', { url: 'http://127.0.0.1:1/', types: ['nothing.happened'] })).status).toBe(400);
  expect((await call('DELETE', `/${id}`)).status).toBe(204);
  expect((await call('GET', `/${id}`)).status).toBe(404);
  expect(tested.logged.join('\n')).not.toContain(secret);
});
