import type { CallOptions, Target } from '../types.ts';

/** A client registration at a provider. */
export interface OAuthApp {
  clientId: string;
  /** Null for a public client. With `private_key_jwt` the private key, as PEM text. */
  clientSecret: string | null;
  /** Values of the manifest's fields for OAuth apps; templates name them `{app.name}`. */
  settings: Readonly<Record<string, unknown>>;
}

/** What a sign-in at a provider runs against: a connection, or one that is about to be. */
export interface OAuthTarget extends Omit<Target, 'credentials'> {
  app: OAuthApp;
}

export interface AuthorizeRequest {
  /** Our own address, exactly as it is registered at the provider. */
  redirectUri: string;
  state: string;
  /** Asked for instead of the manifest's own. */
  scopes?: readonly string[] | undefined;
}

/** Where to send a person, and what has to be kept until they come back. */
export interface Authorization {
  url: string;
  /** Null where the provider knows no PKCE. */
  codeVerifier: string | null;
  /** Null without OpenID Connect. */
  nonce: string | null;
}

export interface CodeExchange {
  /** The parameters the person came back with. */
  parameters: URLSearchParams;
  redirectUri: string;
  state: string;
  codeVerifier: string | null;
  nonce: string | null;
}

/** What a sign-in or a refresh gave. All of it but the times and scopes is secret. */
export interface TokenSet {
  accessToken: string;
  /** Null when the answer holds none: of a refresh, the old one stays. */
  refreshToken: string | null;
  idToken: string | null;
  /** Milliseconds since 1970; null when nobody tells. */
  expiresAt: number | null;
  /** Granted scopes; null when the provider does not tell. */
  scopes: string[] | null;
  /** Further credentials the manifest keeps, by name. */
  metadata: Record<string, string>;
}

/** OAuth 2.0 and OpenID Connect, as the manifest's method declares them. Every verb throws ProviderError for what the provider does. */
export interface OAuth {
  authorize(target: OAuthTarget, request: AuthorizeRequest, options?: CallOptions): Promise<Authorization>;
  /** Trades what a person came back with for tokens. The provider's refusal has `data.oauthError`. */
  exchange(target: OAuthTarget, exchange: CodeExchange, options?: CallOptions): Promise<TokenSet>;
  /** Gets new tokens. Code `reauth_required` when only a person can. */
  refresh(target: OAuthTarget, refreshToken: string, options?: CallOptions): Promise<TokenSet>;
  /** Ends the tokens at the provider. False when the manifest knows no way to. */
  revoke(
    target: OAuthTarget,
    tokens: Pick<TokenSet, 'accessToken' | 'refreshToken'>,
    options?: CallOptions,
  ): Promise<boolean>;
}
