import { createServer, type RequestListener, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { PatchbayError } from '@patchbay/schema';
import { toHttpError } from '../http-error.ts';
import { requestIdFrom } from '../middleware/request-context.ts';

export interface HttpServer {
  /** The port it listens on, also when 0 was asked for. */
  port: number;
  /** Where this machine reaches it: `http://127.0.0.1:3001`. */
  url: string;
  /** Begins to answer; until then every request gets a 503 that says to wait. */
  serve(fetch: Parameters<typeof getRequestListener>[0]): void;
  /** Stops accepting, lets running requests finish for at most `timeoutMs`, then breaks them off. Answers how many those were. */
  close(timeoutMs: number): Promise<number>;
}

/** Listens. Throws `conflict` with a sentence when the port is taken. */
export async function listen({ host, port }: { host: string; port: number }): Promise<HttpServer> {
  let listener: RequestListener = refuseUntilReady;
  let isClosing = false;
  const server = createServer(
    // Slow senders of a head are cut off; a body may take its time, the proxy streams large ones.
    { headersTimeout: 20_000, requestTimeout: 0, keepAliveTimeout: 65_000, maxHeaderSize: 32_768 },
    (incoming, outgoing) => {
      if (isClosing) outgoing.setHeader('connection', 'close');
      listener(incoming, outgoing);
    },
  );
  await start(server, host, port);
  const address = server.address();
  const taken = typeof address === 'object' && address ? address.port : port;
  return {
    port: taken,
    url: `http://${toUrlHost(host)}:${taken}`,
    serve(fetch) {
      listener = getRequestListener(fetch, { overrideGlobalObjects: false });
    },
    async close(timeoutMs) {
      isClosing = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      // A connection that becomes idle after its last answer would else be kept alive for more requests.
      const sweep = setInterval(() => server.closeIdleConnections(), 50);
      let brokenOff = 0;
      const timer = setTimeout(() => {
        // Idle connections are closed by now: those left carry a request.
        server.getConnections((_error, count) => {
          brokenOff = count;
          server.closeAllConnections();
        });
      }, timeoutMs);
      await closed;
      clearInterval(sweep);
      clearTimeout(timer);
      return brokenOff;
    },
  };
}

/** "Every address" is none to call; an IPv6 address stands in brackets. */
function toUrlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

function start(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, host, port)));
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      resolve();
    });
  });
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new PatchbayError(
      'conflict',
      `Port ${port} on ${host} is taken by another program. Stop that one, or set API_PORT to another port.`,
    );
  if (error.code === 'EACCES')
    return new PatchbayError('forbidden', `Port ${port} may not be used by this user. Set API_PORT to one above 1023.`);
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new PatchbayError(
      'invalid_input',
      `This machine has no address ${host}. Set HOST to one it has, or to 0.0.0.0.`,
    );
  return error;
}

function refuseUntilReady(...[incoming, outgoing]: Parameters<RequestListener>): void {
  const header = incoming.headers['x-request-id'];
  const error = new PatchbayError('offline', 'Patchbay is starting. Try again in a second.', { retryAfterSeconds: 1 });
  const answer = toHttpError(error, requestIdFrom(typeof header === 'string' ? header : undefined));
  outgoing.writeHead(answer.status, { ...answer.headers, 'content-type': 'application/json' });
  outgoing.end(JSON.stringify(answer.body));
}
