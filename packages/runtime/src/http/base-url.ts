import { PatchbayError } from '@patchbay/schema';

/** Where requests go: an origin and the path every request path is appended to. */
export interface BaseUrl {
  /** https://git.example.com:8443 */
  origin: string;
  /** Path without a trailing slash: `/api/v1`, or empty. */
  path: string;
}

/** Reads a rendered base URL. Throws `invalid_input` when it is none or carries a query, fragment, user name or password. */
export function parseBaseUrl(text: string): BaseUrl {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new PatchbayError(
      'invalid_input',
      'The server URL is not a valid address; write it like https://example.com.',
    );
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new PatchbayError('invalid_input', 'The server URL must begin with https:// or http://.');
  if (url.search !== '' || url.hash !== '')
    throw new PatchbayError('invalid_input', 'The server URL must not have a query (?) or a fragment (#).');
  if (url.username !== '' || url.password !== '')
    throw new PatchbayError(
      'invalid_input',
      'The server URL must not hold a user name or password; use the credential fields.',
    );
  return { origin: url.origin, path: url.pathname.replace(/\/+$/, '') };
}

/** The URL of a path below a base. The path is already encoded and begins with a slash. */
export function joinUrl(base: BaseUrl, path: string, query = ''): string {
  return `${base.origin}${base.path}${path}${query === '' ? '' : `?${query}`}`;
}
