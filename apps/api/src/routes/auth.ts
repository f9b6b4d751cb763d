import { Hono } from 'hono';
import { clientAddressHeader, ssoStartPath } from '../auth/auth-settings.ts';
import type { AppEnv } from '../middleware/app-env.ts';
import { requireSameOrigin } from '../middleware/require-same-origin.ts';
import { toAuthError } from './to-auth-error.ts';

/** Paths on which a password or an invitation could be guessed. */
const guessable = /\/(sign-in|sign-up|sso|change-password|reset-password|request-password-reset|accept-invitation)\b/;

/** Where SAML responses are posted to. */
const assertionPath = /^\/api\/auth\/sso\/saml2\/sp\/acs\/[\w-]+$/;

/** Sign-in, sessions, invitations, members and roles: better-auth's own routes, with our errors and limits. */
export const authRoutes = new Hono<AppEnv>().on(['GET', 'POST'], '/api/auth/*', async (context) => {
  // Begun elsewhere, where nobody can choose the page people end at.
  if (context.req.path === `/api/auth${ssoStartPath}`) return context.notFound();
  const { people, rateLimiters, settings } = context.get('deps');
  const address = context.get('address');
  if (context.req.method === 'POST') {
    // A program without cookies may sign in; a browser, which sends both by itself, only from our own pages.
    // The form of an identity provider comes from its page; what it holds is signed.
    const isAssertion = assertionPath.test(context.req.path);
    const isBrowser = context.req.header('origin') !== undefined || context.req.header('cookie') !== undefined;
    if (isBrowser && !isAssertion) requireSameOrigin(context.req, settings.origins);
    await (guessable.test(context.req.path) ? rateLimiters.signIn : rateLimiters.address).take(address);
  }
  const headers = new Headers(context.req.header());
  headers.set(clientAddressHeader, address);
  const { method, url } = context.req;
  const body = method === 'POST' ? await context.req.text() : null;
  const response = await people.handle(new Request(url, { method, headers, body }));
  return response.status >= 400 ? toAuthError(response, context.get('requestId')) : response;
});
