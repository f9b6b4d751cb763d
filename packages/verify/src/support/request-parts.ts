import type { Manifest, Operation } from '@patchbay/schema';

/** Something a request is made of, as a manifest declares it. */
export interface RequestPart {
  place: 'headers' | 'query' | 'body';
  /** Of a member of a body: its dotted path. */
  name: string;
  /** What people call it. */
  words: string;
}

interface PartedRequest {
  /** Path and query. */
  path: string;
  headers: Readonly<Record<string, unknown>>;
  body?: unknown;
}

/** What an operation adds to its request besides what pages need, which every fixture of a list has. */
export function declaredParts({ headers, query, body }: Operation): RequestPart[] {
  return [
    ...Object.keys(headers).map(header),
    ...Object.keys(query).map(parameter),
    ...membersOf(body).map((name): RequestPart => ({ place: 'body', name, words: 'member of the body' })),
  ];
}

/** What every request has: headers and parameters of `http`, and the version of the API. */
export function sharedParts({ http }: Manifest): RequestPart[] {
  const pin = http?.apiVersion;
  return [
    ...Object.keys(http?.headers ?? {}).map(header),
    ...Object.keys(http?.query ?? {}).map(parameter),
    ...(pin ? [pin.in === 'header' ? header(pin.name) : parameter(pin.name)] : []),
  ];
}

/** Whether a request of a fixture holds a part. */
export function hasPart({ path, headers, body }: PartedRequest, { place, name }: RequestPart): boolean {
  if (place === 'headers') return Object.keys(headers).some((key) => key.toLowerCase() === name.toLowerCase());
  if (place === 'query') return new URL(path, 'http://a').searchParams.has(name);
  return membersOf(body).includes(name);
}

function header(name: string): RequestPart {
  return { place: 'headers', name, words: 'header' };
}

function parameter(name: string): RequestPart {
  return { place: 'query', name, words: 'parameter' };
}

/** Dotted paths of the members of an object, inner ones too. A list is one member. */
function membersOf(value: unknown, before = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => [`${before}${key}`, ...membersOf(inner, `${before}${key}.`)]);
}
