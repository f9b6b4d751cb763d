import type { MethodOf } from '../auth/auth-strategy.ts';
import { renderSignInUrl, sendSignIn, signInFailure } from '../auth/sign-in-request.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { parseFailure } from '../http/parse-body.ts';
import { basicHeader } from './client-authentication.ts';
import { type OAuthContext, renderParameters } from './oauth-context.ts';
import type { TokenSet } from './types.ts';

type RevokeRequest = NonNullable<MethodOf<'oauth2'>['config']['revokeRequest']>;

/** Ends tokens with the request the manifest declares. Throws what the provider refuses. */
export async function sendRevokeRequest(
  { method, url: template, clientAuthMethod, format, params }: RevokeRequest,
  oauth: OAuthContext,
  { accessToken, refreshToken }: Pick<TokenSet, 'accessToken' | 'refreshToken'>,
): Promise<void> {
  const { context, app } = oauth;
  const { clientId, clientSecret } = app;
  const url = renderSignInUrl(template, withScope(context, { app: encodeAll({ ...app.settings, clientId }) }));
  const credentials = { ...context.scope.credentials, accessToken, ...(refreshToken !== null && { refreshToken }) };
  const members = {
    ...renderParameters(params, { ...oauth, context: withScope(context, { credentials }) }),
    ...(clientAuthMethod === 'body' && { client_id: clientId, ...(clientSecret && { client_secret: clientSecret }) }),
  };
  const answer = await sendSignIn(
    {
      method,
      origin: url.origin,
      path: url.pathname,
      query: url.search.slice(1),
      headers: {
        accept: 'application/json',
        'content-type': format === 'json' ? 'application/json' : 'application/x-www-form-urlencoded',
        'user-agent': context.userAgent,
        ...(clientAuthMethod === 'header' &&
          clientSecret !== null && { authorization: basicHeader(clientId, clientSecret) }),
      },
      body: format === 'json' ? JSON.stringify(members) : new URLSearchParams(members).toString(),
    },
    context,
    { redirects: 'return' },
  );
  refuseRedirect(answer.status, context);
  // Rules of the manifest read a 401 as one of the connection's token; here it is the client that was not believed.
  if (answer.status === 401 && clientAuthMethod !== 'none')
    throw new ProviderError('auth_invalid', `${context.providerName} does not accept the OAuth app.`, {
      status: answer.status,
      nextStep: `Check the client ID and the client secret of the OAuth app, and end the access at ${context.providerName} by hand.`,
      nothingSent: true,
    });
  const failure = signInFailure(parseFailure(answer), context);
  if (failure) throw failure;
}

/** A redirect has ended nothing: followed, it leads to a page that says 200 to anybody. */
export function refuseRedirect(status: number, { providerName }: Pick<OAuthContext['context'], 'providerName'>): void {
  if (status < 300 || status >= 400) return;
  throw new ProviderError('bug', `${providerName} answered with a redirect (status ${status}) where access is ended.`, {
    status,
    nextStep: `End the access at ${providerName} by hand, and check the server URL in the settings.`,
    nothingSent: true,
  });
}

function withScope(context: OAuthContext['context'], names: Partial<OAuthContext['context']['scope']>) {
  const scope = { ...context.scope, ...names };
  return Object.create(context, { scope: { value: scope, enumerable: true } }) as OAuthContext['context'];
}

/** Values of the app come from a form: in an address they stay one part of its path. */
function encodeAll(values: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, encodeURIComponent(String(value))]));
}
