import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Interaction, SeenRequest } from './match-request.ts';

export type LocalAnswer = Interaction['response'];

export interface LocalServer {
  port: number;
  /** Every request that arrived. */
  seen: readonly SeenRequest[];
  close(): Promise<void>;
}

/** Answers requests on a socket of this machine. Null: nothing was expected, which is answered 501. */
export async function startLocalServer(handle: (request: SeenRequest) => LocalAnswer | null): Promise<LocalServer> {
  const seen: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    const arrived = await readRequest(request);
    seen.push(arrived);
    const answer = handle(arrived);
    if (answer) return write(response, answer, arrived.method);
    response.writeHead(501, { 'content-type': 'text/plain', connection: 'close' }).end('unexpected request');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readRequest(request: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = '', url = '', headers } = request;
  return { method, url, headers, host: headers.host ?? '', body: Buffer.concat(chunks).toString('utf8') };
}

function write(response: ServerResponse, { status, headers, body }: LocalAnswer, method: string): void {
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  const isText = typeof body === 'string' && type !== undefined && !type.includes('json');
  const text = body === undefined ? '' : isText ? body : JSON.stringify(body);
  const kept = Object.entries(headers).filter(
    ([name]) => !/^(content-length|content-encoding|transfer-encoding|connection)$/i.test(name),
  );
  response.writeHead(status, {
    ...(type === undefined && text !== '' ? { 'content-type': 'application/json' } : {}),
    ...Object.fromEntries(kept),
  });
  response.end(method === 'HEAD' || status === 204 || status === 304 ? undefined : text);
}
