import { PatchbayError } from '@patchbay/schema';
import type { RuntimeContext } from '../call/runtime-context.ts';
import type { CallOptions } from '../types.ts';
import { openOAuth, renderParameters } from './oauth-context.ts';
import { loadProtocol } from './protocol.ts';
import type { Authorization, AuthorizeRequest, OAuthTarget } from './types.ts';

const responseTypes = { authorization_code: 'code', hybrid: 'code id_token', implicit: 'token' } as const;

/** The address a person is sent to, with everything the manifest declares and a challenge only this sign-in can meet. */
export async function authorize(
  runtime: RuntimeContext,
  target: OAuthTarget,
  { redirectUri, state, scopes }: AuthorizeRequest,
  options: CallOptions,
): Promise<Authorization> {
  const oauth = await openOAuth(runtime, target, options);
  const { config, server, app, context } = oauth;
  if (server.authorization_endpoint === undefined || config.grant === 'client_credentials')
    throw new PatchbayError('unsupported', `Nobody signs in to ${context.providerName} in a browser this way.`);
  const url = new URL(server.authorization_endpoint);
  // A sign-in page on a host the manifest does not declare would be anybody's.
  if (!context.isAllowedHost(url))
    throw new PatchbayError('invalid_input', `${url.host} is not a host ${context.providerName} signs in at.`);
  const { calculatePKCECodeChallenge, generateRandomCodeVerifier, generateRandomNonce } = await loadProtocol();
  const usesPkce = config.grant !== 'implicit' && config.pkce === true;
  const codeVerifier = usesPkce ? generateRandomCodeVerifier() : null;
  const nonce = config.issuer === undefined ? null : generateRandomNonce();
  const asked = scopes ?? config.scopes;
  const parameters: Record<string, string> = {
    client_id: app.clientId,
    redirect_uri: redirectUri,
    response_type: responseTypes[config.grant],
    // Tokens in the address would be kept in histories and logs.
    ...(config.grant === 'hybrid' && { response_mode: 'form_post' }),
    ...(asked.length > 0 && { scope: asked.join(config.scopeSeparator) }),
    state,
    ...(codeVerifier !== null && {
      code_challenge: await calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    }),
    ...(nonce !== null && { nonce }),
  };
  for (const [name, value] of Object.entries({ ...renderParameters(config.authorizeParams, oauth), ...parameters }))
    url.searchParams.set(name, value);
  const { dispatchers } = runtime;
  const shown = dispatchers.browserUrl?.(url, target.manifest.id) ?? url;
  return { url: shown.href, codeVerifier, nonce };
}
