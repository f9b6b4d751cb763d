// The admin's process: pages by Next, and everything under /api passed on to the API, so that a browser sees one origin.
//
//   node server/main.ts [--dev]
//
// A plain server in front instead of a rewrite inside Next: bodies of any size stream both ways, an answer may take as
// long as the API lets it, and the caller's address is the socket's, not a header anybody can send.
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readEnv } from './env.ts';
import { createForwarder } from './forward.ts';
import { usualAddress } from './usual-address.ts';

const dir = dirname(dirname(fileURLToPath(import.meta.url)));
const isDev = process.argv.includes('--dev');
/** Served by the API: its routes, its reference page and its description. */
const apiPath = /^\/(api|docs)(\/|\?|$)|^\/openapi\.json(\?|$)/;

function fail(message: string): never {
  process.stderr.write(`patchbay admin: ${message}\n`);
  process.exit(1);
}

function requireEnv() {
  try {
    return readEnv(process.env);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

const env = requireEnv();
Object.assign(process.env, {
  NODE_ENV: isDev ? 'development' : 'production',
  NEXT_TELEMETRY_DISABLED: '1',
  API_URL: env.apiUrl,
});
if (!isDev && !existsSync(join(dir, '.next', 'BUILD_ID')))
  fail('there is no build yet. Run `pnpm --filter @patchbay/admin build`, then start again.');

const forwarder = createForwarder({
  apiUrl: env.apiUrl,
  newRequestId: () => `req_${randomUUID().replaceAll('-', '')}`,
});
const server = createServer();
server.once('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EADDRINUSE')
    fail(`port ${env.port} on ${env.host} is taken. Stop what listens there, or set ADMIN_PORT to a free one.`);
  fail(`cannot listen on ${env.host}:${env.port}: ${error.message}`);
});
await new Promise<void>((resolve) => server.listen(env.port, env.host, resolve));

// Next reads NODE_ENV while it loads, so it is loaded only now.
const { default: next } = await import('next');
const app = next({ dev: isDev, dir, hostname: env.host, port: env.port, httpServer: server });
const prepared = app.prepare();
const handle = app.getRequestHandler();

server.on('request', async (request, response) => {
  if (apiPath.test(request.url ?? '')) return forwarder.forward(request, response);
  const elsewhere = usualAddress(env.appUrl, { host: request.headers.host, path: request.url ?? '/' });
  if (elsewhere !== null && request.headers['sec-fetch-mode'] === 'navigate' && request.method === 'GET') {
    response.writeHead(307, { location: elsewhere, 'cache-control': 'no-store' });
    response.end();
    return;
  }
  // Pages call the API for the visitor: they pass on the address seen here, never one the visitor claims alone.
  const chain = [request.headers['x-forwarded-for'], request.socket.remoteAddress].flat().filter(Boolean).join(', ');
  request.headers['x-forwarded-for'] = chain;
  await prepared;
  await handle(request, response);
});
await prepared;

const address = server.address();
const port = typeof address === 'object' && address ? address.port : env.port;
process.stdout.write(`patchbay admin: ready on http://${env.host}:${port}, API at ${env.apiUrl}\n`);

let isClosing = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, async () => {
    if (isClosing) process.exit(1);
    isClosing = true;
    server.close();
    server.closeIdleConnections();
    forwarder.close();
    await app.close();
    process.exit(0);
  });
}
