import type { DispatcherSource } from '../egress/dispatcher-source.ts';
import { timeoutError, toNetworkError } from '../errors/network-error.ts';

/** A message for an address that somebody gave. */
export interface OutgoingMessage {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

export interface SendMessageOptions {
  /** Longest wait for the whole answer, in milliseconds. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/** What the receiver answered. Its body is nobody's business and read only to free the connection. */
export interface MessageAnswer {
  status: number;
  retryAfter: string | undefined;
}

/** What is read of an answer before the connection is closed instead. */
const readAtMost = 16 * 1024;
const readForMs = 1_000;

/**
 * Posts a message to an address of people's choice, under the egress policy. A redirect is an answer like any other: following it
 * would hand the message to an address nobody has checked. Throws ProviderError, or the reason of the caller's signal.
 */
export async function sendMessage(
  dispatchers: DispatcherSource,
  { url: address, headers, body }: OutgoingMessage,
  { timeoutMs, signal }: SendMessageOptions,
): Promise<MessageAnswer> {
  signal?.throwIfAborted();
  const url = dispatchers.egress.checkUrl(address);
  const timeout = AbortSignal.timeout(timeoutMs);
  const stop = signal ? AbortSignal.any([signal, timeout]) : timeout;
  const context = { name: 'The receiver', host: url.host, timeoutMs };
  try {
    const response = await dispatchers.get({ verifyTls: true }).request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: 'POST',
      headers,
      body,
      signal: stop,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    });
    // The status is the answer. What follows it may drip, break off or never end.
    const enough = AbortSignal.any([stop, AbortSignal.timeout(readForMs)]);
    await response.body.dump({ limit: readAtMost, signal: enough }).catch(() => {});
    signal?.throwIfAborted();
    const retryAfter = response.headers['retry-after'];
    return { status: response.statusCode, retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined };
  } catch (error) {
    signal?.throwIfAborted();
    throw timeout.aborted ? timeoutError(context) : toNetworkError(error, context);
  }
}
