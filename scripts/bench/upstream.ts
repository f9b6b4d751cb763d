// The provider of the benchmarks, a process of its own: what the in-memory manifest expects, as fast as node:http can.
//   node upstream.ts <number of items>
import { createServer } from 'node:http';

const count = Number(process.argv[2] ?? 1000);
const small = Buffer.from(JSON.stringify({ id: 'item-1', name: 'First item', status: 'open', text: 'x'.repeat(900) }));
const json = { 'content-type': 'application/json' };

function item(index: number) {
  return {
    id: `item-${index}`,
    name: `Item ${index}`,
    status: index % 3 === 0 ? 'closed' : 'open',
    updatedAt: '2026-01-01T00:00:00Z',
  };
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://upstream.localhost');
  if (url.pathname === '/items') {
    const start = Number(url.searchParams.get('cursor') ?? 0);
    const end = Math.min(start + Number(url.searchParams.get('limit') ?? 100), count);
    const items = Array.from({ length: end - start }, (_, index) => item(start + index));
    response
      .writeHead(200, json)
      .end(JSON.stringify({ items, nextCursor: end < count ? String(end) : null, total: count }));
  } else if (url.pathname === '/me') {
    response.writeHead(200, json).end('{"id":"1","name":"bench"}');
  } else {
    // A body must be read before the connection can be used again.
    request.resume();
    response.writeHead(200, { ...json, 'content-length': small.length }).end(small);
  }
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`listening ${typeof address === 'object' && address ? address.port : ''}\n`);
});
