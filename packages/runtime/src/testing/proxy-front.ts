import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ProxyOutcome, Runtime, Target } from '../types.ts';

export interface ProxyFront {
  url: string;
  /** How each proxied call ended: an outcome, or what was thrown. */
  outcomes: Promise<ProxyOutcome | Error>[];
  stop(): Promise<void>;
}

/** A server that does with the runtime's proxy what an API would: one Node response for each request. */
export async function startProxyFront(runtime: Runtime, target: Target): Promise<ProxyFront> {
  const outcomes: Promise<ProxyOutcome | Error>[] = [];
  const server: Server = createServer((incoming, outgoing) => {
    outcomes.push(pass(runtime, target, incoming, outgoing));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    outcomes,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function pass(
  runtime: Runtime,
  target: Target,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<ProxyOutcome | Error> {
  const [path = '/', query = ''] = (incoming.url ?? '/').split(/\?(.*)/s);
  const hasBody = incoming.headers['transfer-encoding'] !== undefined || Number(incoming.headers['content-length']) > 0;
  const gone = new AbortController();
  const onClose = () => {
    if (!outgoing.writableFinished) gone.abort(new Error('the client is gone'));
  };
  outgoing.once('close', onClose);
  try {
    return await runtime.proxy(
      target,
      { method: incoming.method ?? 'GET', path, query, headers: incoming.rawHeaders, body: hasBody ? incoming : null },
      ({ status, headers }) => outgoing.writeHead(status, headers),
      { signal: gone.signal },
    );
  } catch (error) {
    if (!outgoing.headersSent) outgoing.writeHead(502).end(error instanceof Error ? error.message : 'failed');
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    outgoing.off('close', onClose);
  }
}
