import type { AuthMethod } from '@patchbay/schema';
import type { CredentialState } from '../auth/check-credentials.ts';
import { digitsOf } from '../lists/deterministic.ts';
import type { SimulatorClock } from '../simulator-clock.ts';

export type OAuthMethod = Extract<AuthMethod, { type: 'oauth2' }>;

/** What somebody allowed, before the code for it is traded. */
export interface Consent {
  method: OAuthMethod;
  redirectUri: string;
  scopes: readonly string[];
  challenge: string | null;
  nonce: string | null;
}

/** An access that is open: its tokens come and go, ending it ends them all. */
export interface Grant {
  method: OAuthMethod;
  scopes: readonly string[];
  nonce: string | null;
  isEnded: boolean;
}

interface AccessToken {
  grant: Grant;
  expiresAt: number;
  isEnded: boolean;
}

/** Codes, grants and tokens of one provider, in memory. */
export interface Grants {
  addConsent(consent: Consent): string;
  /** Null when the code is not known, too old or was used; using it twice ends what it gave. */
  takeConsent(code: string): { consent: Consent; grant: Grant } | null;
  begin(method: OAuthMethod, scopes: readonly string[]): Grant;
  /** `lifetimeSeconds`: null for a token that does not expire. */
  addAccessToken(grant: Grant, lifetimeSeconds: number | null): string;
  addRefreshToken(grant: Grant): string;
  /** Null when it is not known, or has ended. `ends`: using it ends it. */
  useRefreshToken(token: string, ends: boolean): Grant | null;
  accessTokenState(token: string, method: OAuthMethod): CredentialState;
  /** Ends an access token, or a refresh token with everything its grant gave. False when it is not known. */
  end(token: string): boolean;
}

const codeLifetimeMs = 600_000;
/** Codes and tokens that are known of each kind; the oldest are forgotten, so that whoever signs in over and over fills no memory. */
const mostKept = 10_000;

export function createGrants(provider: string, seed: number, clock: SimulatorClock): Grants {
  const codes = new Map<string, { consent: Consent; grant: Grant; endsAt: number; isUsed: boolean }>();
  const accessTokens = new Map<string, AccessToken>();
  const refreshTokens = new Map<string, { grant: Grant; isEnded: boolean }>();
  let count = 0;
  const next = (kind: string) => {
    count += 1;
    return `simulated-${kind}-${digitsOf(32, provider, seed, kind, count)}`;
  };
  const keep = <Value>(known: Map<string, Value>, name: string, value: Value) => {
    known.set(name, value);
    const [oldest] = known.keys();
    if (known.size > mostKept && oldest !== undefined) known.delete(oldest);
  };
  const begin = (method: OAuthMethod, scopes: readonly string[], nonce: string | null = null): Grant => ({
    method,
    scopes,
    nonce,
    isEnded: false,
  });
  return {
    addConsent(consent) {
      const code = next('code');
      const grant = begin(consent.method, consent.scopes, consent.nonce);
      keep(codes, code, { consent, grant, endsAt: clock.now() + codeLifetimeMs, isUsed: false });
      return code;
    },
    takeConsent(code) {
      const known = codes.get(code);
      if (!known) return null;
      // RFC 6749, 4.1.2: a code that comes twice was stolen by one of the two.
      if (known.isUsed) known.grant.isEnded = true;
      if (known.isUsed || known.endsAt <= clock.now()) return null;
      known.isUsed = true;
      return { consent: known.consent, grant: known.grant };
    },
    begin: (method, scopes) => begin(method, scopes),
    addAccessToken(grant, lifetimeSeconds) {
      const token = next('access');
      const expiresAt = lifetimeSeconds === null ? Number.POSITIVE_INFINITY : clock.now() + lifetimeSeconds * 1000;
      keep(accessTokens, token, { grant, expiresAt, isEnded: false });
      return token;
    },
    addRefreshToken(grant) {
      const token = next('refresh');
      keep(refreshTokens, token, { grant, isEnded: false });
      return token;
    },
    useRefreshToken(token, ends) {
      const known = refreshTokens.get(token);
      if (!known || known.isEnded || known.grant.isEnded) return null;
      known.isEnded = ends;
      return known.grant;
    },
    accessTokenState(token, method) {
      const known = accessTokens.get(token);
      if (!known || known.grant.method.id !== method.id || known.isEnded || known.grant.isEnded) return 'wrong';
      return known.expiresAt > clock.now() ? 'good' : 'expired';
    },
    end(token) {
      const access = accessTokens.get(token);
      if (access) access.isEnded = true;
      const refresh = refreshTokens.get(token);
      if (refresh) refresh.grant.isEnded = true;
      return access !== undefined || refresh !== undefined;
    },
  };
}
