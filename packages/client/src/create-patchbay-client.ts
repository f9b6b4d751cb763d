import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './schema.gen.ts';

export type PatchbayClient = Client<paths>;

export interface PatchbayClientOptions {
  /** Where the API is, without /api/v1: `http://127.0.0.1:3001`, or '' for the page's own origin. */
  baseUrl: string;
  /** An API key. Without one the browser's session cookie is used. */
  apiKey?: string;
  /** Replaces the global fetch, for tests and servers. */
  fetch?: (request: Request) => Promise<Response>;
}

/** A typed client of the Patchbay API. It never throws for a failed request: look at `error` beside `data`. */
export function createPatchbayClient(options: PatchbayClientOptions): PatchbayClient {
  return createClient<paths>({
    baseUrl: options.baseUrl,
    credentials: 'include',
    ...(options.fetch && { fetch: options.fetch }),
    ...(options.apiKey && { headers: { authorization: `Bearer ${options.apiKey}` } }),
  });
}
