import { hash } from 'node:crypto';
import type { Actor, Clock } from '@patchbay/services';
import { LRUCache } from 'lru-cache';

/** Who made a request, and how they showed it. */
export interface Caller {
  via: 'session' | 'api_key';
  actor: Actor;
  /** Their share of the rate limit: the same for every request of one key or session. */
  rateKey: string;
  user: { id: string; email: string; name: string } | null;
}

export interface Authentication {
  caller: Caller | null;
  /** Set-Cookie values of a session that was prolonged. */
  setCookies: readonly string[];
}

/** The headers that show who is calling. */
export interface Presented {
  authorization: string | undefined;
  cookie: string | undefined;
}

export interface AuthenticatorDeps {
  clock: Clock;
  /** `hash` is the SHA-256 of the key in base64url, as it is stored. */
  findApiKey(hash: string): Promise<{ caller: Caller; expiresAt: Date | null } | null>;
  findSession(cookie: string): Promise<{ caller: Caller; expiresAt: Date; setCookies: string[] } | null>;
  /** Notes that a key was used; must not wait for the database. */
  onKeyUsed(keyId: string): void;
  /** The name of the session cookie: a request without it costs no lookup. */
  sessionCookieName: string;
}

export interface Authenticator {
  authenticate(presented: Presented): Promise<Authentication>;
  /** Forgets everyone: a key was revoked, a session ended, a role changed. */
  forgetAll(): void;
}

/** How long a revoked key may go on working where the message about it was lost, in milliseconds. */
const CACHE_TTL_MS = 20_000;
const nobody: Authentication = { caller: null, setCookies: [] };

interface Entry {
  caller: Caller;
  expiresAtMs: number;
}

/** Knows callers by key or session, and remembers them for seconds, so that most requests need no SQL. */
export function createAuthenticator(deps: AuthenticatorDeps): Authenticator {
  const keys = new LRUCache<string, Entry>({ max: 10_000, ttl: CACHE_TTL_MS });
  const sessions = new LRUCache<string, Entry>({ max: 10_000, ttl: CACHE_TTL_MS });
  // A lookup that began before something was revoked must not fill the cache after it.
  let generation = 0;
  const isCurrent = (entry: Entry) => entry.expiresAtMs > deps.clock.now();

  async function withKey(key: string): Promise<Authentication> {
    const keyHash = hash('sha256', key, 'base64url');
    let entry = keys.get(keyHash);
    if (!entry) {
      const startedIn = generation;
      const found = await deps.findApiKey(keyHash);
      if (!found) return nobody;
      entry = { caller: found.caller, expiresAtMs: found.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY };
      if (startedIn === generation) keys.set(keyHash, entry);
    }
    if (!isCurrent(entry)) return nobody;
    deps.onKeyUsed(entry.caller.actor.id);
    return { caller: entry.caller, setCookies: [] };
  }

  async function withSession(cookie: string): Promise<Authentication> {
    const cookieHash = hash('sha256', cookie, 'base64url');
    const entry = sessions.get(cookieHash);
    if (entry) return isCurrent(entry) ? { caller: entry.caller, setCookies: [] } : nobody;
    const startedIn = generation;
    const found = await deps.findSession(cookie);
    if (!found) return nobody;
    if (startedIn === generation) {
      sessions.set(cookieHash, { caller: found.caller, expiresAtMs: found.expiresAt.getTime() });
    }
    return { caller: found.caller, setCookies: found.setCookies };
  }

  return {
    async authenticate({ authorization, cookie }) {
      // A key that was given decides alone: a wrong one never falls back to a session.
      if (authorization !== undefined) {
        const key = /^Bearer +(\S{8,512})$/i.exec(authorization)?.[1];
        return key === undefined ? nobody : withKey(key);
      }
      return cookie?.includes(deps.sessionCookieName) ? withSession(cookie) : nobody;
    },
    forgetAll() {
      generation += 1;
      keys.clear();
      sessions.clear();
    },
  };
}
