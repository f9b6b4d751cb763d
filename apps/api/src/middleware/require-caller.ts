import { PatchbayError } from '@patchbay/schema';
import { createMiddleware } from 'hono/factory';
import type { AppEnv } from './app-env.ts';
import { requireSameOrigin } from './require-same-origin.ts';

/** Lets a request pass only with a valid API key or session, and not too often. */
export const requireCaller = createMiddleware<AppEnv>(async (context, next) => {
  const { authenticator, rateLimiters, settings } = context.get('deps');
  const { caller, setCookies } = await authenticator.authenticate({
    authorization: context.req.header('authorization'),
    cookie: context.req.header('cookie'),
  });
  if (!caller) {
    await rateLimiters.address.take(context.get('address'));
    throw new PatchbayError(
      'unauthorized',
      'This needs a valid API key in the header Authorization: Bearer <key>, or a signed-in session. The one given is missing, wrong, expired or revoked.',
    );
  }
  if (caller.via === 'session') requireSameOrigin(context.req, settings.origins);
  await rateLimiters.caller.take(caller.rateKey);
  context.set('caller', caller);
  await next();
  for (const cookie of setCookies) context.res.headers.append('set-cookie', cookie);
});
