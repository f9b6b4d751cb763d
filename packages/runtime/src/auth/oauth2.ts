import { ProviderError } from '../errors/provider-error.ts';
import { setHeader } from '../http/headers.ts';
import { clientCredentials } from '../oauth/client-credentials.ts';
import type { AuthContext, AuthStrategies, MethodOf } from './auth-strategy.ts';
import { readCredential } from './credential.ts';
import { forgetSignIn, type SignIn, signInKey, signInOnce, stopBefore } from './sign-in.ts';

type Context = AuthContext<MethodOf<'oauth2'>>;

interface Token extends SignIn {
  value: string;
}

/** A client's token nobody tells the end of is fetched anew after so long, in milliseconds; a 401 ends it earlier. */
const unknownLifetimeMs = 3_600_000;

/** The access token of a person's sign-in, or one the client gets for itself. */
export const oauth2: AuthStrategies['oauth2'] = {
  credentialHeaders: ({ config }) => [config.accessTokenIn.header.toLowerCase()],

  async apply(request, context) {
    const { grant, accessTokenIn } = context.method.config;
    const token = grant === 'client_credentials' ? await clientToken(context) : personsToken(context);
    setHeader(request.headers, accessTokenIn.header, `${accessTokenIn.prefix}${token}`);
  },

  async answerChallenge(_challenge, request, context) {
    const { grant, accessTokenIn } = context.method.config;
    if (grant !== 'client_credentials') return false;
    const sent = request.headers[accessTokenIn.header.toLowerCase()];
    forgetSignIn<Token>(signInKey(context, 'oauth2'), context, ({ value }) => sent?.endsWith(value) ?? false);
    return true;
  },
};

async function clientToken(context: Context): Promise<string> {
  const token = await signInOnce<Token>(signInKey(context, 'oauth2'), context, async () => {
    const { accessToken, expiresAt } = await clientCredentials(context);
    const now = context.now();
    return { value: accessToken, expiresAt: stopBefore(expiresAt ?? now + unknownLifetimeMs, now) };
  });
  context.hide(token.value);
  return token.value;
}

function personsToken(context: Context): string {
  const token = readCredential('accessToken', context);
  if (token !== null) return token;
  throw new ProviderError('auth_invalid', `Nobody has signed in to ${context.providerName} for this connection.`, {
    nextStep: `Press Connect and sign in to ${context.providerName}.`,
    nothingSent: true,
  });
}
