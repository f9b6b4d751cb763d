import type { AuthContext } from '../auth/auth-strategy.ts';
import { sendSignIn, signInFailure } from '../auth/sign-in-request.ts';
import { parseFailure } from '../http/parse-body.ts';

/** Reads a public document of a declared host, such as an issuer's keys, for the library. */
export type FetchDocument = (url: string) => Promise<Response>;

export function createFetchDocument(context: AuthContext): FetchDocument {
  return async (address) => {
    const url = new URL(address);
    const answer = await sendSignIn(
      {
        method: 'GET',
        origin: url.origin,
        path: url.pathname,
        query: url.search.slice(1),
        headers: { accept: 'application/json', 'user-agent': context.userAgent },
        body: null,
      },
      context,
    );
    const failure = signInFailure(parseFailure(answer), context);
    if (failure) throw failure;
    return new Response(new Uint8Array(answer.bytes), {
      status: answer.status,
      headers: { 'content-type': answer.headers['content-type'] ?? 'application/octet-stream' },
    });
  };
}
