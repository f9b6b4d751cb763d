/** A request to a simulated provider, without the prefix that names the provider. */
export interface SimulatedRequest {
  method: string;
  /** Host and port that are meant. Null when the request came under the id of the provider: then it may be any of its hosts. */
  host: string | null;
  /** Path as sent, percent-encoded. */
  path: string;
  query: URLSearchParams;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  body: string;
  /** What absolute addresses of this host begin with, for whoever sent the request: origin, and the prefix where there is one. */
  base: string;
}

/** The body as data: JSON, the members of a form, or the text itself. Undefined when it is empty. */
export function bodyOf({ headers, body }: Pick<SimulatedRequest, 'headers' | 'body'>): unknown {
  if (body === '') return undefined;
  const type = headers['content-type'] ?? '';
  if (type.includes('x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(body));
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return body;
  }
}
