import type { AuthContext, MethodOf } from '../auth/auth-strategy.ts';
import { readCredential } from '../auth/credential.ts';
import { requireCredentials } from '../auth/sign-in-request.ts';
import { isProviderError } from '../errors/provider-error.ts';
import { bindOAuth, renderParameters } from './oauth-context.ts';
import { protocolFailure } from './oauth-refusal.ts';
import { loadProtocol } from './protocol.ts';
import { createTokenRequest } from './token-request.ts';
import type { TokenSet } from './types.ts';

/** A token for the client itself, with the client id and secret of the connection. */
export async function clientCredentials(context: AuthContext<MethodOf<'oauth2'>>): Promise<TokenSet> {
  requireCredentials(context);
  const clientId = readCredential('clientId', context) ?? '';
  const oauth = await bindOAuth(context, {
    clientId,
    clientSecret: readCredential('clientSecret', context),
    settings: {},
  });
  const { server, client, authenticate, config } = oauth;
  const library = await loadProtocol();
  const request = createTokenRequest(oauth);
  try {
    const parameters = {
      ...(config.scopes.length > 0 && { scope: config.scopes.join(config.scopeSeparator) }),
      ...renderParameters(config.tokenParams, oauth),
    };
    const response = await library.clientCredentialsGrantRequest(server, client, authenticate, parameters, {
      [library.customFetch]: request.fetch,
      [library.allowInsecureRequests]: true,
    });
    await library.processClientCredentialsResponse(server, client, response);
  } catch (error) {
    throw isProviderError(error) ? error : protocolFailure('gave a token that is not right', context, error);
  }
  return request.tokens();
}
