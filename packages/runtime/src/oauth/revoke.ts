import { sendSignIn, signInFailure } from '../auth/sign-in-request.ts';
import type { RuntimeContext } from '../call/runtime-context.ts';
import { isProviderError } from '../errors/provider-error.ts';
import { parseFailure } from '../http/parse-body.ts';
import { execute } from '../operations/execute.ts';
import { selectText } from '../select/expressions.ts';
import type { CallOptions } from '../types.ts';
import { openOAuth } from './oauth-context.ts';
import { protocolFailure } from './oauth-refusal.ts';
import { loadProtocol } from './protocol.ts';
import { refuseRedirect, sendRevokeRequest } from './revoke-request.ts';
import type { OAuthTarget, TokenSet } from './types.ts';

/** Ends the tokens at the provider, the refresh token first: with it most providers end the whole grant. False when there is no way to. */
export async function revoke(
  runtime: RuntimeContext,
  target: OAuthTarget,
  tokens: Pick<TokenSet, 'accessToken' | 'refreshToken'>,
  options: CallOptions,
): Promise<boolean> {
  const oauth = await openOAuth(runtime, target, options);
  const { config, context, server, client, authenticate } = oauth;
  const { accessToken, refreshToken } = tokens;
  context.hide(...[accessToken, refreshToken].filter((token) => token !== null));
  if (config.revokeOperation !== undefined) {
    const { app: _app, ...plain } = target;
    const result = await execute(
      runtime,
      { ...plain, credentials: { get: async () => ({ accessToken }) } },
      config.revokeOperation,
      {},
      options,
    );
    return result.success;
  }
  if (config.revokeRequest !== undefined) {
    await sendRevokeRequest(config.revokeRequest, oauth, tokens);
    return true;
  }
  if (server.revocation_endpoint === undefined) return false;
  const library = await loadProtocol();
  let hasEnded = false;
  const send = async (address: string, init: { headers: Record<string, string>; body?: unknown }) => {
    const url = new URL(address);
    const answer = await sendSignIn(
      {
        ...{ method: 'POST', origin: url.origin, path: url.pathname, query: url.search.slice(1) },
        headers: {
          ...init.headers,
          'content-type': 'application/x-www-form-urlencoded',
          'user-agent': context.userAgent,
        },
        body: String(init.body ?? ''),
      },
      context,
      { redirects: 'return' },
    );
    refuseRedirect(answer.status, context);
    const parsed = parseFailure(answer);
    const failure = signInFailure(parsed, context);
    // With the refresh token its access tokens may have ended too. RFC 7009 asks for a 200 then; not every server gives one.
    const isGoneToo = hasEnded && answer.status === 400 && selectText('error', parsed.body) === 'invalid_token';
    if (failure && !isGoneToo) throw failure;
    hasEnded = true;
    return new Response(null, { status: 200 });
  };
  try {
    for (const [token, hint] of [
      [refreshToken, 'refresh_token'],
      [accessToken, 'access_token'],
    ] as const) {
      if (token === null) continue;
      const response = await library.revocationRequest(server, client, authenticate, token, {
        [library.customFetch]: send,
        [library.allowInsecureRequests]: true,
        additionalParameters: { token_type_hint: hint },
      });
      await library.processRevocationResponse(response);
    }
  } catch (error) {
    throw isProviderError(error) ? error : protocolFailure('did not end the access', context, error);
  }
  return true;
}
