import { renderSignInUrl } from '../auth/sign-in-request.ts';
import type { RuntimeContext } from '../call/runtime-context.ts';
import { isProviderError, ProviderError } from '../errors/provider-error.ts';
import type { CallOptions } from '../types.ts';
import { openOAuth, renderParameters } from './oauth-context.ts';
import { oauthErrorOf, protocolFailure } from './oauth-refusal.ts';
import { loadProtocol } from './protocol.ts';
import { createTokenRequest } from './token-request.ts';
import type { OAuthTarget, TokenSet } from './types.ts';

/** Before a second try, in milliseconds. */
const betweenTriesMs = 500;

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
  const declared =
    config.refresh === 'none' ? { rotates: true, params: {}, endedErrors: [], url: undefined } : config.refresh;
  const server = {
    ...oauth.server,
    ...(declared.url !== undefined && { token_endpoint: renderSignInUrl(declared.url, context).href }),
  };
  const library = await loadProtocol();
  const ask = async (): Promise<TokenSet> => {
    const request = createTokenRequest(oauth);
    const response = await library.refreshTokenGrantRequest(server, client, authenticate, refreshToken, {
      [library.customFetch]: request.fetch,
      [library.allowInsecureRequests]: true,
      additionalParameters: renderParameters(declared.params, oauth),
    });
    await library.processRefreshTokenResponse(server, client, response);
    return request.tokens();
  };
  try {
    return await ask().catch(async (error: unknown) => {
      if (declared.rotates || !isLost(error)) throw error;
      await runtime.sleep(betweenTriesMs, context.signal);
      return ask();
    });
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
}

/**
 * The answer was lost on the way, or the server stumbled. A refresh token that goes on after its use may be sent once more; one that a
 * use ends may be spent already, and many servers take a second use for a theft and end the whole access.
 */
function isLost(error: unknown): boolean {
  return isProviderError(error) && error.class === 'transient' && error.code !== 'timeout';
}
