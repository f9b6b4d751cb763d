import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { differences, type Interaction, type SeenRequest } from './match-request.ts';

export interface ReplayServer {
  port: number;
  /** Every request that arrived. */
  seen: readonly SeenRequest[];
  /** What arrived that should not have. */
  unexpected: readonly string[];
  /** Interactions nobody asked for. */
  unused(): Interaction[];
  close(): Promise<void>;
}

export interface ReplayOptions {
  interactions: readonly Interaction[];
  /** Host of http.baseUrl: where an interaction belongs that names none. */
  host: string;
  credentials: Readonly<Record<string, string>>;
  /** Children of several parents are read side by side: then any open interaction may be next. */
  anyOrder: boolean;
  /** Called at the first unexpected request. */
  onUnexpected(): void;
}

/** Answers recorded interactions on a socket of this machine, one after the other, and notes everything else. */
export async function startReplayServer(options: ReplayOptions): Promise<ReplayServer> {
  const open = [...options.interactions];
  const seen: SeenRequest[] = [];
  const unexpected: string[] = [];

  const server = createServer(async (request, response) => {
    const arrived = await readRequest(request);
    seen.push(arrived);
    const candidates = options.anyOrder ? open : open.slice(0, 1);
    const match = candidates.find(({ request: expected }) => differences(arrived, expected, options).length === 0);
    if (match) {
      open.splice(open.indexOf(match), 1);
      return answer(response, match, arrived.method);
    }
    unexpected.push(describe(arrived, candidates[0], options));
    options.onUnexpected();
    response.writeHead(501, { 'content-type': 'text/plain', connection: 'close' }).end('unexpected request');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    unexpected,
    unused: () => [...open],
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

function answer(response: ServerResponse, { response: { status, headers, body } }: Interaction, method: string): void {
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

function describe(seen: SeenRequest, expected: Interaction | undefined, options: ReplayOptions): string {
  const line = `${seen.method} ${seen.host}${seen.url.split('?')[0]}`;
  if (!expected) return `an unexpected request was sent after the last interaction: ${line}`;
  return `${line} is not what the fixture has next: ${differences(seen, expected.request, options).join('; ')}`;
}
