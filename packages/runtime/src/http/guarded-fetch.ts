import type { DispatcherSource } from '../egress/dispatcher-source.ts';
import { documentLimits } from './document-limits.ts';
import { sendRequest } from './send.ts';

/** Statuses whose answers have no body. */
const bodiless = new Set([204, 205, 304]);

/**
 * A `fetch` for libraries that bring no rules of their own: it dials only addresses the egress policy has checked, follows no
 * redirect, and reads answers within time and size. Rejects with ProviderError.
 */
export function createGuardedFetch(dispatchers: DispatcherSource, userAgent: string): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const body = request.body === null ? null : Buffer.from(await request.arrayBuffer());
    const answer = await sendRequest(
      {
        ...{ method: request.method, origin: url.origin, path: url.pathname, query: url.search.slice(1), body },
        headers: { 'user-agent': userAgent, ...Object.fromEntries(request.headers) },
      },
      {
        dispatcherFor: () => dispatchers.get({ verifyTls: true }),
        egress: dispatchers.egress,
        providerName: url.host,
        isAllowedHost: ({ origin }) => origin === url.origin,
        redirects: 'return',
        signal: request.signal,
        ...documentLimits,
      },
    );
    // The bytes are decoded by now, and may be more than were sent.
    const { 'content-encoding': _encoding, 'content-length': _length, ...headers } = answer.headers;
    const { status } = answer;
    return new Response(bodiless.has(status) ? null : new Uint8Array(answer.bytes), { status, headers });
  };
}
