import { checkSamlResponse } from '@patchbay/services';
import { type Context, Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import { clientAddressHeader, relayStateCookieName, ssoStartPath } from '../auth/auth-settings.ts';
import type { AppEnv } from '../middleware/app-env.ts';
import { requireSameOrigin } from '../middleware/require-same-origin.ts';
import { isFromElsewhere, sendAgain } from './send-again.ts';
import { toAuthError } from './to-auth-error.ts';
import { isAssertionPath, isSsoReturn, toSignIn } from './to-sign-in.ts';

/** Paths on which a password or an invitation could be guessed. */
const guessable = /\/(sign-in|sign-up|sso|change-password|reset-password|request-password-reset|accept-invitation)\b/;

/** Sign-in, sessions, invitations, members and roles: better-auth's own routes, with our errors and limits. */
export const authRoutes = new Hono<AppEnv>().on(['GET', 'POST'], '/api/auth/*', async (context) => {
  const { method, url, path } = context.req;
  // Begun elsewhere, where nobody can choose the page people end at.
  if (path === `/api/auth${ssoStartPath}`) return context.notFound();
  const { people, rateLimiters, services, settings, logger } = context.get('deps');
  const address = context.get('address');
  const isReturn = isSsoReturn(path);
  if (method === 'POST' || isReturn)
    await (guessable.test(path) ? rateLimiters.signIn : rateLimiters.address).take(address);
  const headers = new Headers(context.req.header());
  headers.set(clientAddressHeader, address);
  let body = method === 'POST' ? await context.req.text() : null;
  if (method === 'POST' && isAssertionPath(path)) {
    const form = new URLSearchParams(body ?? '');
    // The form comes from the identity provider's page, and a browser keeps our cookies back.
    if (isFromElsewhere(context)) return sendAgain(context, path, form);
    const refuse = (code: string) => context.redirect(`${services.settings.appUrl}/sign-in?error=${code}`, 303);
    if (!isAskedForHere(context, form)) return refuse('state_mismatch');
    const xml = Buffer.from(form.get('SAMLResponse') ?? '', 'base64').toString('utf8');
    const problem = checkSamlResponse(xml);
    if (problem !== null) {
      logger.warn({ path }, `A SAML response was refused: ${problem}.`);
      return refuse('invalid_saml_response');
    }
    // What was checked, and nothing beside it: of a field that is there twice the library might read the other one.
    const SAMLResponse = Buffer.from(xml, 'utf8').toString('base64');
    body = new URLSearchParams({ SAMLResponse, RelayState: form.get('RelayState') ?? '' }).toString();
    headers.set('content-type', 'application/x-www-form-urlencoded');
    headers.delete('content-length');
  } else if (method === 'POST') {
    // A program without cookies may sign in; a browser, which sends both by itself, only from our own pages.
    const isBrowser = context.req.header('origin') !== undefined || context.req.header('cookie') !== undefined;
    if (isBrowser) requireSameOrigin(context.req, settings.origins);
  }
  const response = await people.handle(new Request(url, { method, headers, body }));
  if (isReturn) return toSignIn(response, `${services.settings.appUrl}/sign-in`);
  return response.status >= 400 ? toAuthError(response, context.get('requestId')) : response;
});

/** The sign-in a response answers was begun in this browser: nobody is signed in with somebody else's response. */
function isAskedForHere(context: Context<AppEnv>, form: URLSearchParams): boolean {
  const state = form.get('RelayState');
  const cookie = getCookie(context, relayStateCookieName) ?? getCookie(context, `__Secure-${relayStateCookieName}`);
  return state !== null && state !== '' && cookie?.startsWith(`${state}.`) === true;
}
