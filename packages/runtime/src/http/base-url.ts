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
  // Parsers forgive a backslash, a space or a missing slash, each in its own way; nothing to be forgiven is let in.
  if (!/^https?:\/\/[^/\s\\][^\s\\\p{C}]*$/iu.test(text) || !URL.canParse(text))
    throw new PatchbayError(
      'invalid_input',
      'The server URL is not a valid address; write it like https://example.com.',
    );
  const url = new URL(text);
  if (url.search !== '' || url.hash !== '')
    throw new PatchbayError('invalid_input', 'The server URL must not have a query (?) or a fragment (#).');
  if (url.username !== '' || url.password !== '')
    throw new PatchbayError(
      'invalid_input',
      'The server URL must not hold a user name or password; use the credential fields.',
    );
  // A setting with a slash at its end meets a template that begins with one.
  return { origin: url.origin, path: url.pathname.replace(/\/{2,}/g, '/').replace(/\/$/, '') };
}
