import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Items {
  url: string;
  /** How many there are; the list pages through them by cursor. */
  count: number;
  /** Asked before each page with its first number; may wait. */
  beforePage: (first: number) => Promise<void> | void;
  close(): void;
}

/** What the in-memory provider talks to: /me, /items page by page, POST /echo. */
export async function startItems(count: number): Promise<Items> {
  const items: Items = { url: '', count, beforePage: () => {}, close: () => {} };
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname === '/me') return answer(response, { id: 'u1', name: 'Ada' });
    if (url.pathname !== '/items') return answer(response, { error: { message: 'no such path' } }, 404);
    const first = Number(url.searchParams.get('cursor') ?? '0');
    await items.beforePage(first);
    const last = Math.min(items.count, first + Number(url.searchParams.get('limit') ?? '100'));
    const page = Array.from({ length: last - first }, (_, index) => {
      const id = `item-${first + index}`;
      return { id, name: id, status: 'open', updatedAt: '2026-01-01T00:00:00Z' };
    });
    answer(response, { items: page, nextCursor: last < items.count ? String(last) : null });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  items.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  items.close = () => {
    server.closeAllConnections();
    server.close();
  };
  return items;
}

function answer(response: ServerResponse, body: unknown, status = 200): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
