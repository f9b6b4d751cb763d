import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Item {
  id: string;
  name: string;
}

/** A local provider whose items and faults a test sets. */
export interface ItemServer {
  url: string;
  items: Item[];
  /** The only token and password accepted; null accepts anything. */
  secret: string | null;
  /** Called before each answer of the item list, with the offset asked for; may wait, or answer by itself and give true. */
  onList: ((offset: number, response: ServerResponse) => Promise<boolean | undefined> | boolean | undefined) | null;
  /** What was stored, by bucket and key. A put may be refused: `onPut` gives a status. */
  objects: Map<string, string>;
  onPut: ((key: string) => number | undefined) | null;
  /** Method and path of each request, newest last. */
  requests: string[];
  /** Authorization header of the last request. */
  lastAuthorization: string | undefined;
  close(): Promise<void>;
}

/** Starts a server of items on a free port of this machine. */
export async function startItemServer(items: Item[] = []): Promise<ItemServer> {
  const state: Omit<ItemServer, 'url' | 'close'> = {
    items,
    secret: null,
    onList: null,
    objects: new Map(),
    onPut: null,
    requests: [],
    lastAuthorization: undefined,
  };
  const server = createServer((request, response) => {
    answer(state as ItemServer, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(state, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => close(server),
  });
}

/** `count` items: item-0, item-1 … */
export function makeItems(count: number): Item[] {
  return Array.from({ length: count }, (_, index) => ({ id: `item-${index}`, name: `Item ${index}` }));
}

async function answer(state: ItemServer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  state.requests.push(`${request.method} ${url.pathname}`);
  state.lastAuthorization = request.headers.authorization;
  const send = (status: number, body?: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body === undefined ? '' : JSON.stringify(body));
  };
  if (state.secret !== null && !isAccepted(state.secret, request.headers.authorization)) {
    return send(401, { error: { message: 'wrong credentials' } });
  }
  if (url.pathname === '/me') return send(200, { id: '7', name: 'Ada' });
  if (url.pathname === '/items' && request.method === 'GET') {
    const offset = Number(url.searchParams.get('cursor') ?? '0');
    const limit = Number(url.searchParams.get('limit') ?? '100');
    if ((await state.onList?.(offset, response)) === true) return;
    const end = offset + limit;
    return send(200, {
      items: state.items.slice(offset, end),
      nextCursor: end < state.items.length ? String(end) : null,
    });
  }
  if (url.pathname === '/items' && request.method === 'POST') {
    const { name } = JSON.parse(await readBody(request)) as { name: string };
    const item = { id: `item-${state.items.length}`, name };
    state.items.push(item);
    return send(201, item);
  }
  if (url.pathname.startsWith('/objects/') && request.method === 'PUT') {
    const key = decodeURIComponent(url.pathname.slice('/objects/'.length));
    const content = await readBody(request);
    const refusal = state.onPut?.(key);
    if (refusal !== undefined) return send(refusal, { error: { message: 'the store refuses it' } });
    state.objects.set(key, content);
    return send(200, { key, etag: String(content.length) });
  }
  const id = decodeURIComponent(url.pathname.slice('/items/'.length));
  const item = state.items.find((candidate) => candidate.id === id);
  if (!item) return send(404, { error: { message: 'no such item' } });
  if (request.method === 'DELETE') {
    state.items = state.items.filter((candidate) => candidate !== item);
    return send(204);
  }
  return send(200, item);
}

function isAccepted(secret: string, authorization: string | undefined): boolean {
  if (authorization === `Bearer ${secret}`) return true;
  const [scheme, value] = (authorization ?? '').split(' ');
  return (
    scheme === 'Basic' &&
    Buffer.from(value ?? '', 'base64')
      .toString()
      .endsWith(`:${secret}`)
  );
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
