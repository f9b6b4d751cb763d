import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import Provider, { type ClientMetadata, type Configuration } from 'oidc-provider';
import { createCanary } from '../canary/create-canary.ts';
import { type LocalServer, startServer } from '../http-server/start-server.ts';
import { findFreePort } from '../process/free-port.ts';

/** Somebody who can sign in at the server: any password does. */
export interface OidcAccount {
  /** The subject; also what is typed as the login. */
  id: string;
  claims: Record<string, unknown>;
}

export interface OidcProviderOptions {
  /** Default: one confidential client `patchbay` with a random secret. */
  clients?: ClientMetadata[];
  /** Where clients may be sent back to, for the default client. */
  redirectUris?: string[];
  accounts?: OidcAccount[];
  /** Lifetime of access tokens, in seconds. Default: 3 600. */
  accessTokenSeconds?: number;
  /** Each refresh ends the refresh token it used. Default: true. */
  rotatesRefreshTokens?: boolean;
  /** Further scopes the server knows, besides openid, profile, email and offline_access. */
  scopes?: string[];
  port?: number;
}

/** A certified authorization server (oidc-provider) with its own pages for login and consent. */
export interface OidcProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
  server: LocalServer;
  provider: Provider;
  /** Requests of one kind so far, by path: `/token`, `/token/revocation`. */
  count(path: string): number;
  /** Called before a request is answered; what answers it itself returns true. */
  intercept(handler: ((request: IncomingMessage, response: ServerResponse) => Promise<boolean> | boolean) | null): void;
  stop(): Promise<void>;
}

/** Starts the server on 127.0.0.1. Everything it knows is in memory. */
export async function startOidcProvider(options: OidcProviderOptions = {}): Promise<OidcProvider> {
  const port = options.port ?? (await findFreePort());
  const issuer = `http://127.0.0.1:${port}`;
  const clientId = 'patchbay';
  const clientSecret = createCanary();
  const accounts = options.accounts ?? [{ id: 'ada', claims: { name: 'Ada Lovelace', email: 'ada@example.com' } }];
  const provider = new Provider(issuer, {
    clients: options.clients ?? [defaultClient(clientId, clientSecret, options.redirectUris ?? [])],
    jwks: { keys: [await makeSigningKey()] },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    scopes: ['openid', 'offline_access', ...(options.scopes ?? [])],
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'], groups: ['groups'] },
    // Claims are in the ID token too, as most servers of companies do.
    conformIdTokenClaims: false,
    responseTypes: ['code', 'code id_token', 'id_token', 'code token', 'id_token token', 'none', 'code id_token token'],
    features: {
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      introspection: { enabled: true },
      devInteractions: { enabled: true },
    },
    // For clients that ask for no particular resource: any token serves.
    issueRefreshToken: async (_context, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: options.rotatesRefreshTokens ?? true,
    ttl: {
      AccessToken: options.accessTokenSeconds ?? 3_600,
      ClientCredentials: options.accessTokenSeconds ?? 3_600,
      AuthorizationCode: 60,
      IdToken: 3_600,
      RefreshToken: 86_400,
      Grant: 86_400,
      Interaction: 3_600,
      Session: 86_400,
    },
    findAccount: async (_context, id) => {
      const account = accounts.find((known) => known.id === id);
      return account && { accountId: id, claims: async () => ({ ...account.claims, sub: id }) };
    },
    renderError: async (context, out) => {
      context.type = 'html';
      context.body = `<!DOCTYPE html><title>refused</title><pre>${JSON.stringify(out).replaceAll('<', '&lt;')}</pre>`;
    },
  } satisfies Configuration);
  const answer = provider.callback();
  let interceptor: Parameters<OidcProvider['intercept']>[0] = null;
  const server = await startServer(
    async (request, response) => {
      if (interceptor && (await interceptor(request, response))) return;
      await answer(request, response);
    },
    { port },
  );
  return {
    issuer,
    clientId,
    clientSecret,
    server,
    provider,
    count: (path) => server.requests.filter(({ url }) => url.split('?', 1)[0] === path).length,
    intercept(handler) {
      interceptor = handler;
    },
    stop: () => server.stop(),
  };
}

function defaultClient(id: string, secret: string, redirectUris: string[]): ClientMetadata {
  return {
    client_id: id,
    client_secret: secret,
    redirect_uris: redirectUris,
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials', 'implicit'],
    response_types: ['code', 'code id_token'],
    application_type: 'native',
    token_endpoint_auth_method: 'client_secret_basic',
  };
}

async function makeSigningKey() {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: 'test', alg: 'RS256', use: 'sig' };
}
