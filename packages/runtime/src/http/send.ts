import type { Dispatcher } from 'undici';
import { timeoutError, toNetworkError } from '../errors/network-error.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { Answer } from './answer.ts';
import { checkUrl } from './check-url.ts';
import { type OutgoingRequest, urlOf } from './outgoing-request.ts';
import { readBody } from './read-body.ts';
import { followRedirect, isRedirect, type RedirectContext } from './redirect.ts';

export interface SendOptions extends RedirectContext {
  /** The connections one request goes over: a client certificate has its own. */
  dispatcherFor(request: OutgoingRequest): Dispatcher;
  /** Longest wait for the whole answer, redirects included, in milliseconds. */
  timeoutMs: number;
  maxBytes: number;
  maxRedirects: number;
  redirects: 'follow' | 'return';
  signal: AbortSignal | undefined;
}

/**
 * Sends one request and reads the whole answer, within time and size. Every URL, redirects too, is held against the declared
 * hosts and the egress policy first. Throws ProviderError, or the reason of the caller's signal.
 */
export async function sendRequest(request: OutgoingRequest, options: SendOptions): Promise<Answer> {
  options.signal?.throwIfAborted();
  const controller = new AbortController();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    controller.abort();
  }, options.timeoutMs);
  const onAbort = () => controller.abort();
  options.signal?.addEventListener('abort', onAbort, { once: true });
  let host = urlOf(request).host;
  try {
    let current = request;
    for (let hop = 0; ; hop += 1) {
      const url = urlOf(current);
      host = url.host;
      checkUrl(url, options);
      const answer = await sendOnce(current, url, options, controller.signal);
      const location = answer.headers.location;
      if (options.redirects === 'return' || !isRedirect(answer.status, location)) return answer;
      if (hop >= options.maxRedirects) throw tooManyRedirects(options);
      current = followRedirect(current, answer.status, location, options);
    }
  } catch (error) {
    options.signal?.throwIfAborted();
    const showsCertificate = request.clientCertificate !== undefined;
    const context = { name: options.providerName, host, timeoutMs: options.timeoutMs, showsCertificate };
    throw isLate ? timeoutError(context) : toNetworkError(error, context);
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', onAbort);
  }
}

async function sendOnce(
  request: OutgoingRequest,
  url: URL,
  options: SendOptions,
  signal: AbortSignal,
): Promise<Answer> {
  const response = await options.dispatcherFor(request).request({
    origin: request.origin,
    path: request.query === '' ? request.path || '/' : `${request.path || '/'}?${request.query}`,
    method: request.method,
    headers: request.headers,
    body: request.body,
    signal,
    headersTimeout: options.timeoutMs,
    bodyTimeout: options.timeoutMs,
  });
  const headers = flattenHeaders(response.headers);
  const bytes = await readBody(response.body, {
    providerName: options.providerName,
    encoding: request.method === 'HEAD' ? undefined : headers['content-encoding'],
    contentLength: request.method === 'HEAD' ? undefined : headers['content-length'],
    maxBytes: options.maxBytes,
  });
  const cookies = response.headers['set-cookie'] ?? [];
  return {
    status: response.statusCode,
    headers,
    cookies: typeof cookies === 'string' ? [cookies] : cookies,
    bytes,
    url,
  };
}

function flattenHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && name !== 'set-cookie') flat[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return flat;
}

function tooManyRedirects({ providerName, maxRedirects }: SendOptions): ProviderError {
  return new ProviderError('bug', `${providerName} redirected more than ${maxRedirects} times.`, {
    whoseFault: 'provider',
    nextStep: 'Check the server URL; a redirect that leads to itself is a fault of the server.',
  });
}
