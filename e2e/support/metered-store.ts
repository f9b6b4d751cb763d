import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalServer, removeFolder, startServer } from '@patchbay/testing';

/** What the provider allows within one window. The window is longer than any test, so that no test depends on when it runs. */
export const meteredLimit = 12;

/** A private manifest with a quota that everything from here shares, for a list that is longer than the quota. */
const manifest = {
  schema: 1,
  id: 'metered-store',
  version: '1.0.0',
  name: 'Metered Store',
  description: 'A local server that counts how often it is asked.',
  category: 'Development',
  owners: ['@patchbay/maintainers'],
  links: { homepage: 'https://example.com', apiReference: 'https://example.com' },
  capabilities: ['sync'],
  settings: {
    baseUrl: { type: 'url', label: 'Server URL', required: true },
    shelf: { type: 'text', label: 'Shelf', required: true },
  },
  hosts: ['{settings.baseUrl}'],
  auth: [{ id: 'none', type: 'none' }],
  http: { baseUrl: '{settings.baseUrl}' },
  rateLimits: {
    quotas: [{ limit: meteredLimit, windowSeconds: 86_400, scope: 'provider', operations: ['listItems'] }],
  },
  operations: {
    getStatus: { description: 'Read whether the server is up.', request: 'GET /status', safety: 'read' },
    listItems: {
      description: 'List the items of a shelf.',
      request: 'GET /items',
      safety: 'read',
      query: { shelf: '{settings.shelf}' },
      items: 'items',
      paginate: { type: 'cursor', from: { body: 'next' }, to: { query: 'cursor' } },
    },
  },
  test: { operation: 'getStatus' },
  syncs: {
    items: {
      description: 'Every item of the shelf.',
      operation: 'listItems',
      model: 'resource',
      mode: 'full',
      schedule: '0 0 1 1 *',
      record: "{id: id, name: id, type: 'item'}",
      deletes: 'absent',
    },
  },
};

export interface MeteredStore {
  /** For `startPatchbay({ env })`. */
  env: Record<string, string>;
  url: string;
  /** The shelves that were asked for, one for each request that arrived. */
  asked: string[];
  close(): Promise<void>;
}

/** The server and a folder with its manifest. The first page of each shelf is held until all `shelves` are being read at once. */
export async function startMeteredStore({ shelves }: { shelves: number }): Promise<MeteredStore> {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-metered-store-'));
  writeFileSync(join(folder, `${manifest.id}.manifest.json`), JSON.stringify(manifest));
  const asked: string[] = [];
  const allBegun = Promise.withResolvers<void>();
  const server: LocalServer = await startServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const send = (body: unknown) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (url.pathname !== '/items') return void send({ ok: true });
    const shelf = url.searchParams.get('shelf') ?? '';
    asked.push(shelf);
    if (new Set(asked).size === shelves) allBegun.resolve();
    await allBegun.promise;
    // It never ends: whoever reads it is stopped by the quota alone.
    const place = Number(url.searchParams.get('cursor') ?? 0);
    send({ items: [{ id: `${shelf}-${place}` }], next: place + 1 });
  });
  return {
    env: { PATCHBAY_MANIFESTS: folder },
    url: server.url,
    asked,
    async close() {
      await server.stop();
      removeFolder(folder);
    },
  };
}
