import { credentialFields } from '@patchbay/schema';
import { setHeader } from '../http/headers.ts';
import { renderText, renderValue } from '../http/template.ts';
import type { AuthContext, AuthStrategies, MethodOf } from './auth-strategy.ts';
import { withClockHint } from './clock-hint.ts';
import { readCredential } from './credential.ts';
import { readSigningKey } from './jwt-key.ts';
import { forgetSignIn, type SignIn, signInKey, signInOnce, stopBefore } from './sign-in.ts';
import { formRequest, renderSignInUrl, requireCredentials, sendSignIn } from './sign-in-request.ts';
import { signCompact } from './sign-jwt.ts';
import { readTokenAnswer } from './token-answer.ts';

type Context = AuthContext<MethodOf<'jwt'>>;
type Exchange = NonNullable<MethodOf<'jwt'>['config']['exchange']>;

interface Token extends SignIn {
  value: string;
}

/** A token signed here with the key of the connection, sent as it is or traded for an access token first. */
export const jwt: AuthStrategies['jwt'] = {
  credentialHeaders: ({ config }) => [config.header.toLowerCase()],

  async apply(request, context) {
    const { exchange, header, prefix } = context.method.config;
    const token = await signInOnce(signInKey(context, 'jwt'), context, () =>
      exchange ? trade(exchange, context) : makeToken(context),
    );
    context.hide(token.value);
    setHeader(request.headers, header, `${prefix}${token.value}`);
  },

  async answerChallenge(_challenge, request, context) {
    const { exchange, header } = context.method.config;
    // A token signed here is not better for being signed again.
    if (!exchange) return false;
    const sent = request.headers[header.toLowerCase()];
    forgetSignIn<Token>(signInKey(context, 'jwt'), context, ({ value }) => sent?.includes(value) ?? false);
    return true;
  },

  explainFailure: withClockHint,
};

async function makeToken(context: Context): Promise<Token> {
  const { ttlSeconds } = context.method.config;
  const now = context.now();
  const value = await signAssertion(context, now);
  return { value, expiresAt: stopBefore(now + ttlSeconds * 1000, now) };
}

async function signAssertion(context: Context, now: number): Promise<string> {
  const { config } = context.method;
  requireCredentials(context);
  const label = credentialFields(context.method)[config.keyField]?.label ?? config.keyField;
  const key = readSigningKey(config, readCredential(config.keyField, context) ?? '', label);
  const kid = config.keyId === undefined ? undefined : renderText(config.keyId, context.scope);
  const issuedAt = Math.floor(now / 1000);
  const claims = {
    ...(renderValue(config.claims, context.scope) as Record<string, unknown>),
    iat: issuedAt,
    exp: issuedAt + config.ttlSeconds,
  };
  const header = { alg: config.algorithm, typ: 'JWT', ...(kid === undefined ? {} : { kid }) } as const;
  const value = await signCompact(header, JSON.stringify(claims), key);
  context.hide(value);
  return value;
}

async function trade(exchange: Exchange, context: Context): Promise<Token> {
  const assertion = await signAssertion(context, context.now());
  const form = new URLSearchParams();
  for (const [name, template] of Object.entries(exchange.params)) {
    // Rendered piece by piece, so that a setting that holds the word {assertion} stays what it is.
    const pieces = template.split('{assertion}').map((piece) => renderText(piece, context.scope));
    if (!pieces.includes(undefined)) form.append(name, pieces.join(assertion));
  }
  const answer = await sendSignIn(formRequest(renderSignInUrl(exchange.tokenUrl, context), form, context), context);
  const { ttlSeconds } = context.method.config;
  const { value, endsAt } = readTokenAnswer(answer, exchange.tokenResponse, context, ttlSeconds);
  return { value, expiresAt: stopBefore(endsAt, context.now()) };
}
