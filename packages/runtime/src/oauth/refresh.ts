import { renderSignInUrl } from '../auth/sign-in-request.ts';
import type { RuntimeContext } from '../call/runtime-context.ts';
import { isProviderError, ProviderError } from '../errors/provider-error.ts';
import type { CallOptions } from '../types.ts';
import { openOAuth, renderParameters } from './oauth-context.ts';
import { oauthErrorOf, protocolFailure } from './oauth-refusal.ts';
import { loadProtocol } from './protocol.ts';
import { createTokenRequest } from './token-request.ts';
import type { OAuthTarget, TokenSet } from './types.ts';

/** New tokens for a refresh token. What only a person can mend has the code `reauth_required`. */
export async function refresh(
  runtime: RuntimeContext,
  target: OAuthTarget,
  refreshToken: string,
  options: CallOptions,
): Promise<TokenSet> {
  const oauth = await openOAuth(runtime, target, options);
  const { config, context, client, authenticate } = oauth;
  context.hide(refreshToken);
  const declared = config.refresh === 'none' ? { params: {}, endedErrors: [], url: undefined } : config.refresh;
  const server = {
    ...oauth.server,
    ...(declared.url !== undefined && { token_endpoint: renderSignInUrl(declared.url, context).href }),
  };
  const library = await loadProtocol();
  const request = createTokenRequest(oauth);
  try {
    const response = await library.refreshTokenGrantRequest(server, client, authenticate, refreshToken, {
      [library.customFetch]: request.fetch,
      [library.allowInsecureRequests]: true,
      additionalParameters: renderParameters(declared.params, oauth),
    });
    await library.processRefreshTokenResponse(server, client, response);
  } catch (error) {
    const code = oauthErrorOf(error);
    if (code !== null && ['invalid_grant', ...declared.endedErrors].includes(code))
      throw new ProviderError('auth_expired', `${context.providerName} has ended the access of this connection.`, {
        code: 'reauth_required',
        nextStep: `Connect to ${context.providerName} again.`,
        nothingSent: true,
        ...(isProviderError(error) && error.data && { data: error.data }),
      });
    throw isProviderError(error) ? error : protocolFailure('gave tokens that are not right', context, error);
  }
  return request.tokens();
}
