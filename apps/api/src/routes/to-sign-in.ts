/** Paths of ours that an identity provider sends browsers to: whatever goes wrong there, a person reads it. */
const returnPath = /^\/api\/auth\/sso\/(callback|saml2\/sp\/acs)\//;
/** Where SAML responses are posted to. */
const assertionPath = /^\/api\/auth\/sso\/saml2\/sp\/acs\/[\w-]+$/;

export const isSsoReturn = (path: string) => returnPath.test(path);
export const isAssertionPath = (path: string) => assertionPath.test(path);

/**
 * Leads a sign-in that failed to the sign-in page, which has a sentence for each code. What else came along is dropped: an identity
 * provider may have written it.
 */
export async function toSignIn(response: Response, signInUrl: string): Promise<Response> {
  const code = await failureOf(response, signInUrl);
  if (code === null) return response;
  const headers = new Headers({
    'cache-control': 'no-store',
    location: `${signInUrl}?error=${/^\w{1,60}$/.test(code) ? code : 'unknown'}`,
  });
  for (const cookie of response.headers.getSetCookie()) headers.append('set-cookie', cookie);
  return new Response(null, { status: 303, headers });
}

/** Null when the sign-in worked. */
async function failureOf(response: Response, base: string): Promise<string | null> {
  const location = response.headers.get('location');
  if (location !== null) {
    const { searchParams } = new URL(location, base);
    return searchParams.get('error')?.replace(/[ -]/g, '_').toLowerCase() ?? null;
  }
  if (response.status < 400) return null;
  const body: unknown = await response.json().catch(() => null);
  const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : null;
  return typeof code === 'string' ? code.toLowerCase() : 'unknown';
}
