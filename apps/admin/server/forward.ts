import {
  Agent,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as requestHttp,
  type ServerResponse,
} from 'node:http';
import { request as requestHttps, Agent as TlsAgent } from 'node:https';
import { pipeline } from 'node:stream';

/** Headers that belong to one connection and never travel on (RFC 9110 §7.6.1). */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'upgrade',
  'transfer-encoding',
]);

export interface Forwarder {
  /** Sends one request to the API and streams the answer back, bytes untouched. */
  forward(request: IncomingMessage, response: ServerResponse): void;
  close(): void;
}

/**
 * Headers as the API should see them: hop-by-hop ones dropped, the caller's address appended to X-Forwarded-For
 * (so that the last entry is the one this server saw itself), and the public host and scheme kept.
 */
export function forwardedHeaders(
  headers: IncomingHttpHeaders,
  remoteAddress: string,
  host: string,
): IncomingHttpHeaders {
  const named = new Set(
    (headers.connection ?? '')
      .toLowerCase()
      .split(',')
      .map((name) => name.trim()),
  );
  const kept = Object.entries(headers).filter(([name]) => !hopByHop.has(name) && !named.has(name));
  const chain = [headers['x-forwarded-for'], remoteAddress].flat().filter(Boolean).join(', ');
  return {
    ...Object.fromEntries(kept),
    ...(headers['transfer-encoding'] ? { 'transfer-encoding': headers['transfer-encoding'] } : {}),
    host,
    'x-forwarded-for': chain,
    'x-forwarded-host': headers['x-forwarded-host'] ?? headers.host,
    'x-forwarded-proto': headers['x-forwarded-proto'] ?? 'http',
  };
}

function answerUnreachable(response: ServerResponse, requestId: string): void {
  const message =
    'The Patchbay API does not answer, so nothing was done. Whoever runs this server should check that the API process is up and that API_URL points to it.';
  response.writeHead(502, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-request-id': requestId,
  });
  response.end(JSON.stringify({ error: { code: 'upstream_failed', message, requestId } }));
}

/** Makes the pass-through that puts the API on the admin's own origin. */
export function createForwarder(options: { apiUrl: string; newRequestId: () => string }): Forwarder {
  const target = new URL(options.apiUrl);
  const prefix = target.pathname.replace(/\/+$/, '');
  const isTls = target.protocol === 'https:';
  const agent = isTls ? new TlsAgent({ keepAlive: true }) : new Agent({ keepAlive: true });
  const open = isTls ? requestHttps : requestHttp;

  function forward(request: IncomingMessage, response: ServerResponse, isRetry = false): void {
    const remoteAddress = request.socket.remoteAddress ?? '';
    const hasBody =
      request.headers['content-length'] !== undefined || request.headers['transfer-encoding'] !== undefined;
    const upstream = open({
      agent,
      hostname: target.hostname.replace(/^\[|\]$/g, ''),
      port: target.port || (isTls ? 443 : 80),
      method: request.method,
      path: prefix + (request.url ?? '/'),
      headers: forwardedHeaders(request.headers, remoteAddress, target.host),
    });
    const stop = () => upstream.destroy();
    response.once('close', stop);

    upstream.once('response', (answer) => {
      const headers = Object.entries(answer.headers).filter(([name]) => !hopByHop.has(name));
      response.writeHead(answer.statusCode ?? 502, Object.fromEntries(headers));
      // A caller that hangs up in the middle is no error of ours: both sides are torn down and that is all.
      pipeline(answer, response, () => answer.destroy());
    });
    upstream.once('error', (error: NodeJS.ErrnoException) => {
      response.off('close', stop);
      if (response.headersSent || response.destroyed) return void response.destroy();
      // A kept-alive socket may have been closed by the API just now; a request without a body is safe to send again.
      if (upstream.reusedSocket && error.code === 'ECONNRESET' && !hasBody && !isRetry)
        return forward(request, response, true);
      answerUnreachable(response, options.newRequestId());
    });
    if (hasBody) request.pipe(upstream);
    else upstream.end();
  }

  return { forward: (request, response) => forward(request, response), close: () => agent.destroy() };
}
