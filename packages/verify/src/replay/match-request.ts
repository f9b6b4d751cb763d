import { isDeepStrictEqual } from 'node:util';
import type { Fixture } from '@patchbay/schema';
import { maskTokens, openTokens } from '@patchbay/simulator';

export type Interaction = Fixture['interactions'][number];

/** A request as it arrived. */
export interface SeenRequest {
  method: string;
  /** Host header. */
  host: string;
  /** Path and query as sent. */
  url: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
}

/** How a request differs from the one that was expected; empty when it does not. */
export function differences(
  seen: SeenRequest,
  expected: Interaction['request'],
  context: { host: string; credentials: Readonly<Record<string, string>> },
): string[] {
  const found: string[] = [];
  const compare = (what: string, is: unknown, should: unknown) => {
    if (!isDeepStrictEqual(is, should)) found.push(`${what} ${show(is)} instead of ${show(should)}`);
  };
  compare('method', seen.method, expected.method);
  compare('host', seen.host, expected.host ?? context.host);
  const [is, should] = [new URL(seen.url, 'http://a'), new URL(expected.path, 'http://a')];
  compare('path', is.pathname, should.pathname);
  compare('query', sortedQuery(is), sortedQuery(should));
  for (const [name, value] of Object.entries(expected.headers)) {
    const rendered = value.replace(/\{credentials\.(\w+)\}/g, (text, key: string) => context.credentials[key] ?? text);
    const sent = seen.headers[name.toLowerCase()];
    // Credentials are compared but never shown.
    if (sent !== rendered && !(typeof sent === 'string' && maskTokens(sent) === rendered))
      found.push(
        /\{credentials\.|\{signed\}|^authorization$/i.test(value + name)
          ? `header ${name} does not hold ${value}`
          : `header ${name} ${show(sent)} instead of ${show(value)}`,
      );
  }
  if (seen.body !== '' || expected.body !== undefined) compare('body', openTokens(parseBody(seen)), expected.body);
  return found;
}

function sortedQuery(url: URL): string {
  url.searchParams.sort();
  return url.searchParams.toString();
}

/** JSON and forms as data, anything else as text; undefined when there is none. */
export function parseBody({ headers, body }: SeenRequest): unknown {
  const type = String(headers['content-type'] ?? '');
  if (type.includes('x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(body));
  if (!type.includes('json')) return body === '' ? undefined : body;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return body;
  }
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 157)}…` : text;
}
