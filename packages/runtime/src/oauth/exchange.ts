import type { AuthorizationServer } from 'oauth4webapi';
import { withClockBlame } from '../auth/clock-hint.ts';
import type { RuntimeContext } from '../call/runtime-context.ts';
import { isProviderError, type ProviderError } from '../errors/provider-error.ts';
import type { CallOptions } from '../types.ts';
import { discoverServer } from './discover-server.ts';
import { type OAuthContext, openOAuth, renderParameters } from './oauth-context.ts';
import { oauthRefusal, protocolFailure } from './oauth-refusal.ts';
import { loadProtocol } from './protocol.ts';
import { createTokenRequest, readScopes } from './token-request.ts';
import type { CodeExchange, OAuthTarget, TokenSet } from './types.ts';

/** Trades what a person came back with for tokens: state, issuer, code, nonce and ID token are checked by the library. */
export async function exchange(
  runtime: RuntimeContext,
  target: OAuthTarget,
  given: CodeExchange,
  options: CallOptions,
): Promise<TokenSet> {
  const oauth = await openOAuth(runtime, target, options);
  const { config, context } = oauth;
  context.hide(
    ...['code', 'access_token', 'id_token'].flatMap((name) => given.parameters.get(name) ?? []),
    ...(given.codeVerifier === null ? [] : [given.codeVerifier]),
  );
  const kept = { ...given, parameters: new URLSearchParams(given.parameters) };
  // RFC 9207: without a declared issuer there is nothing to hold it against.
  if (config.issuer === undefined) kept.parameters.delete('iss');
  const tokens = config.grant === 'implicit' ? await readFragment(kept, oauth) : await tradeCode(kept, oauth);
  for (const [name, parameter] of Object.entries(config.callbackMetadata)) {
    const value = given.parameters.get(parameter);
    if (value !== null && value !== '') tokens.metadata[name] = value;
  }
  return tokens;
}

async function tradeCode(given: CodeExchange, oauth: OAuthContext): Promise<TokenSet> {
  const { config, client, authenticate } = oauth;
  const library = await loadProtocol();
  const server = config.issuer === undefined ? oauth.server : await discoverServer(oauth);
  const callback = await validate(given, server, oauth);
  const request = createTokenRequest(oauth);
  try {
    const response = await library.authorizationCodeGrantRequest(
      server,
      client,
      authenticate,
      callback,
      given.redirectUri,
      given.codeVerifier ?? library.nopkce,
      {
        [library.customFetch]: request.fetch,
        [library.allowInsecureRequests]: true,
        additionalParameters: renderParameters(config.tokenParams, oauth),
      },
    );
    await library.processAuthorizationCodeResponse(server, client, response, {
      ...(given.nonce !== null && { expectedNonce: given.nonce }),
      requireIdToken: config.issuer !== undefined && config.scopes.includes('openid'),
    });
    if (server.jwks_uri !== undefined && request.tokens().idToken !== null)
      await library.validateApplicationLevelSignature(server, response, signatureOptions(library, oauth));
  } catch (error) {
    throw isProviderError(error) ? error : await notRight('gave tokens that are not right', oauth, error);
  }
  return request.tokens();
}

/** The callback's parameters, once they are known to be an answer to this very request. */
async function validate(
  { parameters, state, nonce }: CodeExchange,
  server: AuthorizationServer,
  oauth: OAuthContext,
): Promise<URLSearchParams> {
  const { client, config, context } = oauth;
  const library = await loadProtocol();
  try {
    if (config.grant === 'hybrid' && !parameters.has('error'))
      return await library.validateCodeIdTokenResponse(
        server,
        client,
        parameters,
        nonce ?? '',
        state,
        undefined,
        signatureOptions(library, oauth),
      );
    return library.validateAuthResponse(server, client, parameters, state);
  } catch (error) {
    if (isProviderError(error)) throw error;
    if (error instanceof library.AuthorizationResponseError)
      throw oauthRefusal({ code: error.error, description: error.error_description ?? null }, context);
    throw await notRight('sent back an answer that is not to this sign-in', oauth, error);
  }
}

/** What the library refused; an ID token that is too old or too young may be so by our own clock only. */
async function notRight(what: string, { context, theirDate }: OAuthContext, error: unknown): Promise<ProviderError> {
  const library = await loadProtocol();
  const failure = protocolFailure(what, context, error);
  const isOfTime = error instanceof library.OperationProcessingError && error.code === library.JWT_TIMESTAMP_CHECK;
  return isOfTime ? withClockBlame(failure, theirDate(), context) : failure;
}

/** A token in the callback itself, which only the implicit grant of older systems has. */
async function readFragment(given: CodeExchange, oauth: OAuthContext): Promise<TokenSet> {
  const { context, config } = oauth;
  const parameters = new URLSearchParams(given.parameters);
  const accessToken = parameters.get('access_token');
  parameters.delete('access_token');
  await validate({ ...given, parameters }, oauth.server, oauth);
  if (accessToken === null || /[^\x21-\x7e]/.test(accessToken))
    throw protocolFailure('sent nobody back with a token', context, null);
  const seconds = Number(parameters.get('expires_in') ?? config.tokenTtlSeconds ?? Number.NaN);
  return {
    accessToken,
    refreshToken: null,
    idToken: null,
    expiresAt: Number.isFinite(seconds) && seconds > 0 ? context.now() + seconds * 1000 : null,
    scopes: readScopes(parameters.get('scope')),
    metadata: {},
  };
}

function signatureOptions(library: Awaited<ReturnType<typeof loadProtocol>>, { fetchDocument }: OAuthContext) {
  return { [library.customFetch]: fetchDocument, [library.allowInsecureRequests]: true };
}
