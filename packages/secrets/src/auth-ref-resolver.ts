import { PatchbayError } from '@patchbay/schema';
import { type AuthRef, parseAuthRef } from './auth-ref.ts';
import { createEnvStore } from './env-store.ts';

/** Something that keeps secrets: the environment, Vault. */
export interface AuthRefStore {
  /**
   * The secret, or null when there is none. `organizationId` is who asks: a store that many organizations share gives each its own
   * secrets only. Throws a PatchbayError when the store does not answer or refuses.
   */
  read(
    ref: AuthRef,
    options: { organizationId: string; signal?: AbortSignal | undefined },
  ): Promise<StoredSecret | null>;
}

export interface StoredSecret {
  secret: string;
  /** How long it may be kept in memory, in milliseconds, when that is known. */
  maxAgeMs?: number | undefined;
}

/** On whose behalf a secret is read. */
export interface AuthRefContext {
  organizationId: string;
  connectionId?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** One reading of a secret, for the audit trail. Holds the reference, never the secret. */
export interface AuthRefAccess {
  uri: string;
  organizationId: string;
  connectionId: string | null;
  outcome: 'read' | 'cached' | 'absent' | 'failed';
  at: Date;
}

export interface AuthRefResolver {
  /** The secret. Throws invalid_input for an unknown store, not_found when nothing is there, or the store's error. */
  resolve(uri: string, context: AuthRefContext): Promise<string>;
  /** Forgets what was read, after a provider refused it. */
  forget(uri: string): void;
  /** Names of the stores there are. */
  stores: readonly string[];
}

export interface AuthRefResolverOptions {
  env: Readonly<Record<string, string | undefined>>;
  /** Which variables the `env` store may read. Default `PATCHBAY_SECRET_*`. */
  allowedEnv?: readonly string[] | undefined;
  /** More stores by name. */
  stores?: Readonly<Record<string, AuthRefStore>> | undefined;
  /** Told about every access, cached ones too. When it fails, so does the access. */
  audit?: ((access: AuthRefAccess) => void | Promise<void>) | undefined;
  clock: { /** Milliseconds since 1970. */ now(): number };
  /** How long a secret stays in memory. Default 30 s. */
  cacheMs?: number | undefined;
}

const cacheLimit = 1000;

/** Resolves references at the time of use. Secrets are kept in memory for `cacheMs` and nowhere else. */
export function createAuthRefResolver(options: AuthRefResolverOptions): AuthRefResolver {
  const { cacheMs = 30_000 } = options;
  const stores = new Map<string, AuthRefStore>(Object.entries(options.stores ?? {}));
  if (!stores.has('env')) stores.set('env', createEnvStore({ env: options.env, allow: options.allowedEnv }));
  const cache = new Map<string, { secret: string; expiresMs: number }>();
  const nowMs = () => options.clock.now();

  function recall(key: string): string | null {
    const entry = cache.get(key);
    if (entry === undefined) return null;
    if (entry.expiresMs > nowMs()) return entry.secret;
    cache.delete(key);
    return null;
  }

  function remember(key: string, { secret, maxAgeMs = cacheMs }: StoredSecret): void {
    const [oldest] = cache.keys();
    if (cache.size >= cacheLimit && oldest !== undefined) cache.delete(oldest);
    cache.set(key, { secret, expiresMs: nowMs() + Math.min(cacheMs, maxAgeMs) });
  }

  async function tell(uri: string, context: AuthRefContext, outcome: AuthRefAccess['outcome']): Promise<void> {
    const { organizationId, connectionId = null } = context;
    await options.audit?.({ uri, organizationId, connectionId, outcome, at: new Date(nowMs()) });
  }

  return {
    stores: [...stores.keys()],
    forget(uri) {
      for (const key of cache.keys()) if (key.endsWith(` ${uri}`)) cache.delete(key);
    },
    async resolve(uri, context) {
      const ref = parseAuthRef(uri);
      const store = stores.get(ref.store);
      if (store === undefined) {
        throw new PatchbayError(
          'invalid_input',
          `There is no secret store named ${ref.store}. Known here: ${[...stores.keys()].join(', ')}.`,
        );
      }
      // What one organization may read is not for another: each has its own entry.
      const key = `${context.organizationId} ${uri}`;
      const known = recall(key);
      if (known !== null) {
        await tell(uri, context, 'cached');
        return known;
      }
      let stored: StoredSecret | null;
      try {
        stored = await store.read(ref, { organizationId: context.organizationId, signal: context.signal });
      } catch (error) {
        await tell(uri, context, 'failed');
        throw error;
      }
      await tell(uri, context, stored === null ? 'absent' : 'read');
      if (stored === null) {
        throw new PatchbayError('not_found', `There is no secret at ${uri}. Put it there, or correct the reference.`);
      }
      remember(key, stored);
      return stored.secret;
    },
  };
}
