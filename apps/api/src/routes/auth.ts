import { Hono } from 'hono';
import { clientAddressHeader } from '../auth/auth-settings.ts';
import type { AppEnv } from '../middleware/app-env.ts';
import { requireSameOrigin } from '../middleware/require-same-origin.ts';
import { toAuthError } from './to-auth-error.ts';

/** Paths on which a password or an invitation could be guessed. */
const guessable = /\/(sign-in|sign-up|change-password|reset-password|request-password-reset|accept-invitation)\b/;

/** Sign-in, sessions, invitations, members and roles: better-auth's own routes, with our errors and limits. */
export const authRoutes = new Hono<AppEnv>().on(['GET', 'POST'], '/api/auth/*', async (context) => {
  const { people, rateLimiters, settings } = context.get('deps');
  const address = context.get('address');
  if (context.req.method === 'POST') {
    // A program without cookies may sign in; a browser, which sends both by itself, only from our own pages.
    const isBrowser = context.req.header('origin') !== undefined || context.req.header('cookie') !== undefined;
    if (isBrowser) requireSameOrigin(context.req, settings.origins);
    await (guessable.test(context.req.path) ? rateLimiters.signIn : rateLimiters.address).take(address);
  }
  const headers = new Headers(context.req.header());
  headers.set(clientAddressHeader, address);
  const { method, url } = context.req;
  const body = method === 'POST' ? await context.req.text() : null;
  const response = await people.handle(new Request(url, { method, headers, body }));
  return response.status >= 400 ? toAuthError(response, context.get('requestId')) : response;
});
