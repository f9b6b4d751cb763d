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
  const { people, rateLimiters, services, settings } = context.get('deps');
  const address = context.get('address');
  const isReturn = isSsoReturn(path);
  if (method === 'POST' || isReturn)
    await (guessable.test(path) ? rateLimiters.signIn : rateLimiters.address).take(address);
  const body = method === 'POST' ? await context.req.text() : null;
  if (method === 'POST' && isAssertionPath(path)) {
    const form = new URLSearchParams(body ?? '');
    // The form comes from the identity provider's page, and a browser keeps our cookies back.
    if (isFromElsewhere(context)) return sendAgain(context, path, form);
    if (!isAskedForHere(context, form))
      return context.redirect(`${services.settings.appUrl}/sign-in?error=state_mismatch`, 303);
  } else if (method === 'POST') {
    // A program without cookies may sign in; a browser, which sends both by itself, only from our own pages.
    const isBrowser = context.req.header('origin') !== undefined || context.req.header('cookie') !== undefined;
    if (isBrowser) requireSameOrigin(context.req, settings.origins);
  }
  const headers = new Headers(context.req.header());
  headers.set(clientAddressHeader, address);
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
