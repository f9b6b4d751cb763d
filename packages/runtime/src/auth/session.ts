import { setHeader } from '../http/headers.ts';
import { select } from '../select/expressions.ts';
import type { AuthContext, AuthStrategies, MethodOf } from './auth-strategy.ts';
import { cookieHeader } from './cookies.ts';
import { forgetSignIn, type SignIn, signInKey, signInOnce, stopBefore } from './sign-in.ts';
import { requireCredentials } from './sign-in-request.ts';
import { runStep } from './step.ts';

type Context = AuthContext<MethodOf<'session'>>;

interface Session extends SignIn {
  token: string;
  /** A Cookie header; empty without cookies to keep. */
  cookies: string;
}

/** A session nobody tells the end of is begun anew after so long, in milliseconds; a 401 ends it earlier. */
const unknownLifetimeMs = 3_600_000;

/** Signs in with a request and sends its token from then on, until it expires or is refused. */
export const session: AuthStrategies['session'] = {
  credentialHeaders: ({ config }) => [
    config.header.toLowerCase(),
    ...(config.keepCookies && config.header.toLowerCase() !== 'cookie' ? ['cookie'] : []),
  ],

  async apply(request, context) {
    const { config } = context.method;
    const kept = await signInOnce(signInKey(context, 'session'), context, () => signIn(context));
    context.hide(kept.token, ...secretsOf(kept));
    const cookies = [request.headers.cookie, kept.cookies].filter((part) => part !== undefined && part !== '');
    if (config.header.toLowerCase() === 'cookie') cookies.push(`${config.prefix}${kept.token}`);
    else setHeader(request.headers, config.header, `${config.prefix}${kept.token}`);
    if (cookies.length > 0) setHeader(request.headers, 'cookie', cookies.join('; '));
  },

  async answerChallenge(_challenge, request, context) {
    const { config } = context.method;
    const sent = request.headers[config.header.toLowerCase()];
    forgetSignIn<Session>(signInKey(context, 'session'), context, ({ token }) => sent?.includes(token) ?? false);
    return true;
  },
};

async function signIn(context: Context): Promise<Session> {
  const { config } = context.method;
  requireCredentials(context);
  const { answer, values, cookieEndsAt } = await runStep(config.login, context);
  const now = context.now();
  const told =
    config.expiresIn === undefined ? Number.NaN : Number(select(config.expiresIn, answer.body) ?? Number.NaN);
  const seconds = Number.isFinite(told) && told > 0 ? told : config.ttlSeconds;
  const endsAt = seconds === undefined ? (cookieEndsAt ?? now + unknownLifetimeMs) : now + seconds * 1000;
  return {
    token: values[config.token] ?? '',
    cookies: config.keepCookies ? cookieHeader(answer.cookies, now) : '',
    expiresAt: stopBefore(endsAt, now),
  };
}

function secretsOf({ cookies }: Session): string[] {
  return cookies === '' ? [] : cookies.split('; ').map((pair) => pair.slice(pair.indexOf('=') + 1));
}
