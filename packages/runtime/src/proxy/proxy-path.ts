import { PatchbayError } from '@patchbay/schema';
import { hasDotSegment } from '../http/dot-segments.ts';

// What a request line may carry: visible ASCII without spaces, and without the characters that would end path or query.
const validPath = /^\/[\x21\x22\x24-\x3e\x40-\x5b\x5d-\x7e]*$/;
const validQuery = /^[\x21\x22\x24-\x7e]*$/;
/** Only paths with one of these can climb: the others, nearly all, need no closer look. */
const suspicious = /\.|%|\/\//;

/**
 * The path and query of a proxied request, as they came. Throws `invalid_input` for whatever could leave the place below the
 * base URL: `..` in any encoding, `//host`, a backslash, a fragment, control characters.
 */
export function checkProxyPath(path: string, query: string): void {
  if (!validPath.test(path))
    throw refuse('must begin with a slash and be percent-encoded, without backslash or fragment');
  if (suspicious.test(path)) {
    if (path.startsWith('//') || /^\/(%2f|%5c)/i.test(path)) throw refuse('must not begin with two slashes');
    if (hasDotSegment(path)) throw refuse('must not contain "." or ".." as a part, in any spelling');
    if (/%(0[0-9a-f]|1[0-9a-f]|7f)/i.test(path)) throw refuse('must not contain control characters');
  }
  if (!validQuery.test(query)) throw refuse('must have a percent-encoded query without fragment');
}

function refuse(reason: string): PatchbayError {
  return new PatchbayError('invalid_input', `The path ${reason}.`, { details: [{ path: 'path', message: reason }] });
}
