import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from '../create-certificate.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** One request as it arrived, in order. */
export interface ReceivedRequest {
  method: string;
  /** Path and query. */
  url: string;
  headers: IncomingMessage['headers'];
}

export interface LocalServer {
  /** Without a slash at the end. */
  url: string;
  port: number;
  requests: ReceivedRequest[];
  /** Answers with another handler from now on. */
  use(handler: Handler): void;
  /** Cuts every open connection and closes the port. */
  stop(): Promise<void>;
}

/** A server on 127.0.0.1, on any free port. With a certificate it speaks TLS. A handler that throws answers 500 with the error's message. */
export async function startServer(
  handler: Handler,
  options: { port?: number; certificate?: Certificate } = {},
): Promise<LocalServer> {
  const requests: ReceivedRequest[] = [];
  let current = handler;
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
    // A client that hangs up is no failure of the server's.
    response.on('error', () => {});
    Promise.resolve()
      .then(() => current(request, response))
      .catch((error: unknown) => {
        if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
        response.end(String(error));
      });
  };
  const { certificate } = options;
  const server = certificate
    ? createSecureServer({ cert: certificate.certificatePem, key: certificate.privateKeyPem }, listener)
    : createServer(listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `${certificate ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    requests,
    use(next) {
      current = next;
    },
    stop() {
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
