import type { Field } from '@patchbay/schema';
import type { ServiceDeps } from '../types.ts';
import { checkHost } from './check-host.ts';

type UrlField = Extract<Field, { type: 'url' }>;

/** What is wrong with a URL someone typed, or null. An address that could never be called is refused before it is stored. */
export function checkUrl(field: UrlField, value: string, egress: ServiceDeps['egress']): string | null {
  if (value.length > 2_000) return 'is longer than 2 000 characters';
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    return `is not a web address; write it whole, such as ${field.placeholder ?? `${field.schemes[0] ?? 'https'}://git.example.com`}`;
  }
  const scheme = url.protocol.slice(0, -1);
  if (!field.schemes.some((allowed) => allowed === scheme)) {
    return `starts with ${url.protocol}//, and only ${field.schemes.map((allowed) => `${allowed}://`).join(' or ')} can be used`;
  }
  // The URL class drops an empty "user@" silently: look at what was typed, too.
  const authority = value.slice(value.indexOf('//') + 2).split(/[/?#\\]/, 1)[0] ?? '';
  if (url.username || url.password || authority.includes('@')) {
    return 'holds a user name or password; leave them out of the address and give them as credentials';
  }
  if (value.includes('\\')) return 'holds a backslash; use /';
  if (url.search || value.includes('?')) return 'holds a query (?…); leave it out';
  if (url.hash || value.includes('#')) return 'holds a fragment (#…); leave it out';
  if (!field.path && url.pathname !== '/') return 'holds a path; give only the scheme and host';
  return checkHost(url, egress);
}
