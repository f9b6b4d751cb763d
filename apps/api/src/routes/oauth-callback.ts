import { completeOAuth } from '@patchbay/services';
import type { Context } from 'hono';
import type { AppEnv } from '../middleware/app-env.ts';
import { createRouter } from './create-router.ts';
import { isFromElsewhere, sendAgain } from './send-again.ts';

/** Where providers send people back to. Not for programs: it answers with pages and redirects only. */
export const oauthCallbackRoutes = createRouter();

oauthCallbackRoutes.on(['GET', 'POST'], '/oauth/callback', async (context) => {
  const { rateLimiters } = context.get('deps');
  await rateLimiters.address.take(context.get('address'));
  const parameters = await readParameters(context);
  const needsOwnPage = context.req.method === 'POST' ? isFromElsewhere(context) : !parameters.has('state');
  if (needsOwnPage) return sendAgain(context, 'callback', parameters);
  const { authenticator, services } = context.get('deps');
  const { caller } = await authenticator.authenticate({
    authorization: undefined,
    cookie: context.req.header('cookie'),
  });
  const signal = context.get('signal');
  const { redirectUrl } = await completeOAuth(services, {
    parameters,
    actor: caller?.actor ?? null,
    requestId: context.get('requestId'),
    ip: context.get('address'),
    ...(signal && { signal }),
  });
  context.header('cache-control', 'no-store');
  context.header('referrer-policy', 'no-referrer');
  return context.redirect(redirectUrl, 303);
});

async function readParameters(context: Context<AppEnv>): Promise<URLSearchParams> {
  if (context.req.method === 'GET') return new URL(context.req.url).searchParams;
  return new URLSearchParams(await context.req.text());
}
