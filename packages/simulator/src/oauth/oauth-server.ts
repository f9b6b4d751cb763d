import { createHash } from 'node:crypto';
import { placeholdersOf } from '@patchbay/runtime';
import type { Manifest } from '@patchbay/schema';
import type { CredentialState } from '../auth/check-credentials.ts';
import { jsonAnswer, type SimulatedAnswer } from '../http/simulated-answer.ts';
import { bodyOf, type SimulatedRequest } from '../http/simulated-request.ts';
import { createUrlMatcher, type PathValues } from '../match/url-matcher.ts';
import type { SimulatorClock } from '../simulator-clock.ts';
import { clientOf, isClient, type OAuthClient } from './client.ts';
import { createGrants, type Grant, type OAuthMethod } from './grants.ts';
import { makeIdToken, publicKeys } from './id-token.ts';
import { consentPage, faultPage, formPostPage } from './pages.ts';
import { tokenAnswer, tokenRefusal } from './token-answer.ts';

/** The sign-in of one simulated provider. */
export interface OAuthServer {
  /** Null when the request is none of the sign-in's. */
  answer(request: SimulatedRequest): SimulatedAnswer | null;
  tokenState(token: string, method: OAuthMethod): CredentialState;
  /** Ends a token; a refresh token with everything that came of its sign-in. */
  end(token: string): void;
  client(method: OAuthMethod): OAuthClient;
  /** Tokens as a sign-in gives them, without one: the access token does not expire. */
  issue(method: OAuthMethod): { accessToken: string; refreshToken: string };
}

export interface OAuthServerOptions {
  manifest: Manifest;
  credentialsOf(method: OAuthMethod): Record<string, string>;
  clock: SimulatorClock;
  seed: number;
}

const usualLifetimeSeconds = 3600;
type Endpoint = (request: SimulatedRequest, values: PathValues) => SimulatedAnswer | null;

export function createOAuthServer({ manifest, credentialsOf, clock, seed }: OAuthServerOptions): OAuthServer {
  const grants = createGrants(manifest.id, seed, clock);
  const methods = manifest.auth.filter((method): method is OAuthMethod => method.type === 'oauth2');
  const clients = new Map(methods.map((method) => [method.id, clientOf(manifest.id, method, credentialsOf(method))]));
  const client = ({ id }: OAuthMethod) => clients.get(id) as OAuthClient;

  function authorize(method: OAuthMethod, request: SimulatedRequest, values: PathValues): SimulatedAnswer {
    const { config } = method;
    const { query } = request;
    const fault = (message: string) => faultPage(manifest.name, message);
    const redirectUri = query.get('redirect_uri') ?? '';
    if (query.get('client_id') !== client(method).clientId)
      return fault(`There is no app "${query.get('client_id')}". The client ID is ${client(method).clientId}.`);
    if (!/^https?:/.test(redirectUri) || !URL.canParse(redirectUri)) return fault('The callback URL is no address.');
    if (config.pkce === true && config.grant !== 'implicit' && query.get('code_challenge_method') !== 'S256')
      return fault('The app has to send a PKCE challenge (S256).');
    const asked = query.get('scope');
    const scopes = asked === null ? config.scopes : asked.split(config.scopeSeparator).filter((scope) => scope !== '');
    if (request.method !== 'POST')
      return consentPage({ provider: manifest.name, clientId: client(method).clientId, scopes });
    const state = query.get('state');
    const back = { ...(state !== null && { state }) };
    const members = bodyOf(request) as { decision?: unknown } | undefined;
    if (members?.decision !== 'allow')
      return sendBack(redirectUri, { ...back, error: 'access_denied', error_description: 'Somebody pressed Deny.' });
    const metadata = Object.fromEntries(
      Object.values(config.callbackMetadata).map((name) => [name, `simulated-${name}`]),
    );
    if (config.grant === 'implicit') {
      const lifetimeSeconds = config.tokenTtlSeconds ?? usualLifetimeSeconds;
      const accessToken = grants.addAccessToken(grants.begin(method, scopes), lifetimeSeconds);
      const fragment = new URLSearchParams({
        ...back,
        ...{ access_token: accessToken, token_type: 'bearer', expires_in: String(lifetimeSeconds) },
        scope: scopes.join(config.scopeSeparator),
      });
      const url = new URL(redirectUri);
      url.hash = fragment.toString();
      return { status: 302, headers: { location: url.href }, body: '' };
    }
    const nonce = query.get('nonce');
    const challenge = query.get('code_challenge');
    const code = grants.addConsent({ method, redirectUri, scopes, challenge, nonce });
    const issuer = issuerOf(config, request, values);
    if (config.grant === 'hybrid' && issuer !== null) {
      const idToken = makeIdToken({ issuer, clientId: client(method).clientId, nonce, code, now: clock.now() });
      return formPostPage(redirectUri, { ...back, code, id_token: idToken });
    }
    return sendBack(redirectUri, { ...back, ...metadata, code, ...(issuer !== null && { iss: issuer }) });
  }

  function trade(
    candidates: readonly OAuthMethod[],
    request: SimulatedRequest,
    values: PathValues,
  ): SimulatedAnswer | null {
    const members = (bodyOf(request) ?? {}) as Record<string, unknown>;
    const grantType = String(members.grant_type ?? '');
    const wanted = candidates.filter(({ config }) =>
      grantType === 'client_credentials'
        ? config.grant === 'client_credentials'
        : (grantType === 'authorization_code' || grantType === 'refresh_token') &&
          config.grant !== 'client_credentials',
    );
    const [method] = wanted;
    // Other grants, such as an assertion of a service account, are for the fixtures to answer.
    if (!method) return null;
    const { config } = method;
    const isJson = (request.headers['content-type'] ?? '').includes('json');
    if (isJson !== (config.tokenRequestFormat === 'json'))
      return tokenRefusal(method, 'invalid_request', `The request has to be written as ${config.tokenRequestFormat}.`);
    if (!isClient(client(method), config.clientAuthMethod, request, members))
      return tokenRefusal(method, 'invalid_client', 'The client ID or the client secret is wrong.');
    if (grantType === 'client_credentials') {
      const asked = String(members.scope ?? '')
        .split(config.scopeSeparator)
        .filter((scope) => scope !== '');
      return give(method, grants.begin(method, asked), request, values, false);
    }
    if (grantType === 'refresh_token') {
      const rotates = config.refresh !== 'none' && config.refresh.rotates;
      const grant = grants.useRefreshToken(String(members.refresh_token ?? ''), rotates);
      if (!grant || config.refresh === 'none')
        return tokenRefusal(method, 'invalid_grant', 'The refresh token is not known, was used or has ended.');
      return give(grant.method, grant, request, values, rotates);
    }
    const taken = grants.takeConsent(String(members.code ?? ''));
    if (!taken || taken.consent.redirectUri !== members.redirect_uri)
      return tokenRefusal(method, 'invalid_grant', 'The code is not known, too old, used, or of another callback URL.');
    if (
      taken.consent.challenge !== null &&
      challengeOf(String(members.code_verifier ?? '')) !== taken.consent.challenge
    )
      return tokenRefusal(method, 'invalid_grant', 'The PKCE verifier does not belong to the challenge.');
    return give(taken.consent.method, taken.grant, request, values, taken.consent.method.config.refresh !== 'none');
  }

  function give(
    method: OAuthMethod,
    grant: Grant,
    request: SimulatedRequest,
    values: PathValues,
    withRefresh: boolean,
  ): SimulatedAnswer {
    const { config } = method;
    const expires = config.refresh !== 'none' || config.grant === 'client_credentials';
    const lifetimeSeconds = config.tokenTtlSeconds ?? (expires ? usualLifetimeSeconds : null);
    const issuer = grant.scopes.includes('openid') ? issuerOf(config, request, values) : null;
    const tokens = {
      accessToken: grants.addAccessToken(grant, lifetimeSeconds),
      refreshToken: withRefresh ? grants.addRefreshToken(grant) : null,
      idToken:
        issuer === null
          ? null
          : makeIdToken({ issuer, clientId: client(method).clientId, nonce: grant.nonce, now: clock.now() }),
      lifetimeSeconds,
      scopes: grant.scopes,
      metadata: Object.fromEntries(
        Object.keys(config.tokenResponse.metadata).map((name) => [
          name,
          /url$/i.test(name) ? `${request.base}/simulated/${name}` : `simulated-${name}`,
        ]),
      ),
    };
    return tokenAnswer(method, tokens, clock.now());
  }

  function revoke(method: OAuthMethod, request: SimulatedRequest): SimulatedAnswer {
    const members = (bodyOf(request) ?? {}) as Record<string, unknown>;
    const { revokeRequest, clientAuthMethod } = method.config;
    if (!isClient(client(method), revokeRequest?.clientAuthMethod ?? clientAuthMethod, request, members))
      return jsonAnswer(401, { error: 'invalid_client' });
    for (const value of Object.values(members)) if (typeof value === 'string') grants.end(value);
    return revokeRequest ? { status: 204, headers: {}, body: '' } : { status: 200, headers: {}, body: '' };
  }

  const endpoints = methods.flatMap((method): { verb: RegExp; url: string; answer: Endpoint }[] => {
    const { authorizeUrl, tokenUrl, refresh, revokeUrl, revokeRequest, issuer } = method.config;
    const siblings = (url: string) => methods.filter(({ config }) => config.tokenUrl === url);
    const trading: Endpoint = (request, values) => trade(siblings(tokenUrl), request, values);
    return [
      ...(authorizeUrl === undefined
        ? []
        : [
            {
              verb: /^(GET|POST)$/,
              url: authorizeUrl,
              answer: ((request, values) => authorize(method, request, values)) as Endpoint,
            },
          ]),
      { verb: /^POST$/, url: tokenUrl, answer: trading },
      ...(refresh !== 'none' && refresh.url !== undefined
        ? [{ verb: /^POST$/, url: refresh.url, answer: trading }]
        : []),
      ...(revokeUrl === undefined
        ? []
        : [{ verb: /^POST$/, url: revokeUrl, answer: ((request) => revoke(method, request)) as Endpoint }]),
      ...(revokeRequest === undefined
        ? []
        : [
            {
              verb: new RegExp(`^${revokeRequest.method}$`),
              url: revokeRequest.url,
              answer: ((request) => revoke(method, request)) as Endpoint,
            },
          ]),
      ...(issuer === undefined
        ? []
        : [
            {
              verb: /^GET$/,
              url: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
              answer: ((request) => describe(request)) as Endpoint,
            },
            {
              verb: /^GET$/,
              url: `${issuer.replace(/\/$/, '')}/.well-known/simulator-keys`,
              answer: (() => jsonAnswer(200, publicKeys())) as Endpoint,
            },
          ]),
    ];
  });
  const routes = endpoints.map(({ verb, url, answer }) => ({ verb, answer, matcher: createUrlMatcher(url) }));

  return {
    client,
    issue(method) {
      const grant = grants.begin(method, method.config.scopes);
      return { accessToken: grants.addAccessToken(grant, null), refreshToken: grants.addRefreshToken(grant) };
    },
    tokenState: (token, method) => grants.accessTokenState(token, method),
    end: (token) => void grants.end(token),
    answer(request) {
      for (const { verb, matcher, answer } of routes) {
        const values = verb.test(request.method) ? matcher.match(request.host, request.path) : null;
        const given = values && answer(request, values);
        if (given) return given;
      }
      return null;
    },
  };
}

function describe(request: SimulatedRequest): SimulatedAnswer {
  const issuer = ownOrigin(request) + request.path.replace(/\/\.well-known\/openid-configuration$/, '');
  return jsonAnswer(200, {
    issuer,
    jwks_uri: `${issuer}/.well-known/simulator-keys`,
    id_token_signing_alg_values_supported: ['RS256'],
  });
}

/** The issuer as the runtime knows it: the settings are in the address that was called. Null when none is declared. */
function issuerOf({ issuer }: OAuthMethod['config'], request: SimulatedRequest, values: PathValues): string | null {
  if (issuer === undefined) return null;
  const text = issuer.replace(/^\{settings\.\w+\}/, ownOrigin(request));
  return placeholdersOf(text).reduce((result, name) => result.replaceAll(`{${name}}`, values[name] ?? ''), text);
}

/** What the provider calls itself: a browser comes by the simulator's own address, and the runtime knows the host that is meant. */
function ownOrigin({ host, base }: SimulatedRequest): string {
  return host === null ? base : `https://${host}`;
}

function sendBack(redirectUri: string, parameters: Readonly<Record<string, string>>): SimulatedAnswer {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return { status: 302, headers: { location: url.href }, body: '' };
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
