import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { defineManifest, field } from '@patchbay/schema';
import { createConnection } from '../connections/create.ts';
import type { Connection } from '../dto/index.ts';
import type { ServiceContext } from '../types.ts';

const list = { safety: 'read', items: 'items' } as const;
const record = "{id: id, name: name, type: 'item', updatedAt: updatedAt}";

/** A provider of lists that can be read in each of the ways a sync knows. */
export const changeManifest = defineManifest({
  schema: 1,
  id: 'change-store',
  version: '1.0.0',
  name: 'Change Store',
  description: 'A small local server of items that change, for the tests of syncs.',
  category: 'Development',
  owners: ['@patchbay/maintainers'],
  links: { homepage: 'https://example.com', apiReference: 'https://example.com' },
  capabilities: ['sync', 'health'],
  testOnly: true,
  settings: { baseUrl: field.url({ label: 'Server URL', required: true }) },
  hosts: ['{settings.baseUrl}'],
  auth: [{ id: 'none', type: 'none' }],
  http: { baseUrl: '{settings.baseUrl}' },
  operations: {
    getStatus: { description: 'Whether it works.', request: 'GET /status', safety: 'read' },
    listByKey: {
      ...list,
      description: 'After a key.',
      request: 'GET /items',
      input: { prefix: field.text({ label: 'Start of the id' }) },
      query: { prefix: '{input.prefix}' },
      paginate: {
        type: 'keyset',
        key: 'id',
        param: 'after',
        size: { param: 'limit', value: 100 },
        until: 'short_page',
      },
    },
    listByPage: {
      ...list,
      description: 'By page.',
      request: 'GET /pages',
      paginate: { type: 'page', param: 'page', start: 0, until: 'empty_page' },
    },
  },
  test: { operation: 'getStatus' },
  syncs: {
    byKey: {
      operation: 'listByKey',
      model: 'resource',
      mode: 'full',
      record,
      deletes: 'absent',
      variables: { prefix: field.text({ label: 'Prefix' }) },
      input: { prefix: '{variables.prefix}' },
    },
    byPage: { operation: 'listByPage', model: 'resource', mode: 'full', record, deletes: 'absent' },
    changes: {
      operation: 'listByKey',
      model: 'resource',
      mode: 'delta',
      incremental: { type: 'field', field: 'updatedAt', parameter: 'since', granularity: 'millisecond' },
      record,
      deletes: 'absent',
    },
    flagged: {
      operation: 'listByKey',
      model: 'resource',
      mode: 'delta',
      incremental: { type: 'field', field: 'updatedAt', parameter: 'since', granularity: 'millisecond' },
      record,
      deletes: { flag: 'gone' },
    },
  },
});

export interface ChangingItem {
  id: string;
  name: string;
  /** ISO 8601. */
  updatedAt: string;
  gone?: boolean;
}

export interface ChangeStore {
  url: string;
  /** By id. */
  items: Map<string, ChangingItem>;
  /** Path and query of each request, newest last. */
  requests: string[];
  /** Called before each answer; may wait, or answer by itself and give true. */
  onRequest:
    | ((
        url: URL,
        response: ServerResponse,
        request: IncomingMessage,
      ) => Promise<boolean | undefined> | boolean | undefined)
    | null;
  /** Puts or changes an item, at that moment. */
  put(id: string, name: string, updatedAt: number, more?: Partial<ChangingItem>): void;
  close(): Promise<void>;
}

/** Starts the server of `change-store` on a free port of this machine, with items `i-0000` and on. */
export async function startChangeStore(count: number, updatedAt = Date.UTC(2026, 0, 1)): Promise<ChangeStore> {
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const store: ChangeStore = {
    url: '',
    items: new Map(),
    requests: [],
    onRequest: null,
    put: (id, name, at, more = {}) =>
      void store.items.set(id, { id, name, updatedAt: new Date(at).toISOString(), ...more }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  for (let index = 0; index < count; index += 1) store.put(itemId(index), `Item ${index}`, updatedAt);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    store.requests.push(`${url.pathname}${url.search}`);
    if ((await store.onRequest?.(url, response, request)) === true) return;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(url.pathname === '/status' ? { ok: true } : { items: select(url) }));
  }

  function select({ pathname, searchParams }: URL): ChangingItem[] {
    const all = [...store.items.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    if (pathname === '/pages') return all.slice(Number(searchParams.get('page')) * 100).slice(0, 100);
    const [after, since, prefix] = ['after', 'since', 'prefix'].map((name) => searchParams.get(name) ?? '');
    return all
      .filter(({ id, updatedAt: at }) => id > (after ?? '') && at >= (since ?? '') && id.startsWith(prefix ?? ''))
      .slice(0, 100);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  store.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return store;
}

/** `i-0007`. */
export function itemId(index: number): string {
  return `i-${String(index).padStart(4, '0')}`;
}

/** A connection to the store. */
export function connectChanges(context: ServiceContext, { url }: { url: string }): Promise<Connection> {
  return createConnection(context, {
    providerSlug: 'change-store',
    name: 'Changes',
    authMethod: 'none',
    settings: { baseUrl: url },
  });
}
