import type { DispatcherSource } from '../egress/dispatcher-source.ts';
import { documentLimits } from './document-limits.ts';
import { sendRequest } from './send.ts';

/** A document of the web as it came. */
export interface WebDocument {
  status: number;
  text: string;
}

/** Reads a small public document, such as an issuer's description, under the egress policy and without redirects. Throws ProviderError. */
export async function readDocument(dispatchers: DispatcherSource, url: URL, userAgent: string): Promise<WebDocument> {
  const answer = await sendRequest(
    {
      ...{ method: 'GET', origin: url.origin, path: url.pathname, query: url.search.slice(1), body: null },
      headers: { accept: 'application/json', 'user-agent': userAgent },
    },
    {
      dispatcherFor: () => dispatchers.get({ verifyTls: true }),
      egress: dispatchers.egress,
      providerName: url.host,
      isAllowedHost: ({ origin }) => origin === url.origin,
      redirects: 'return',
      signal: undefined,
      ...documentLimits,
    },
  );
  return { status: answer.status, text: answer.bytes.toString('utf8') };
}
