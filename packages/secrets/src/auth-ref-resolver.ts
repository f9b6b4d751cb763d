import { PatchbayError } from '@patchbay/schema';
import { type AuthRef, parseAuthRef } from './auth-ref.ts';
import { createEnvStore } from './env-store.ts';

/** Something that keeps secrets: the environment, Vault. */
export interface AuthRefStore {
  /** The secret, or null when there is none. Throws a PatchbayError when the store does not answer or refuses. */
  read(ref: AuthRef, options: { signal?: AbortSignal | undefined }): Promise<string | null>;
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

  function recall(uri: string): string | null {
    const entry = cache.get(uri);
    if (entry === undefined) return null;
    if (entry.expiresMs > nowMs()) return entry.secret;
    cache.delete(uri);
    return null;
  }

  function remember(uri: string, secret: string): void {
    const [oldest] = cache.keys();
    if (cache.size >= cacheLimit && oldest !== undefined) cache.delete(oldest);
    cache.set(uri, { secret, expiresMs: nowMs() + cacheMs });
  }

  async function tell(uri: string, context: AuthRefContext, outcome: AuthRefAccess['outcome']): Promise<void> {
    const { organizationId, connectionId = null } = context;
    await options.audit?.({ uri, organizationId, connectionId, outcome, at: new Date(nowMs()) });
  }

  return {
    stores: [...stores.keys()],
    forget: (uri) => void cache.delete(uri),
    async resolve(uri, context) {
      const ref = parseAuthRef(uri);
      const store = stores.get(ref.store);
      if (store === undefined) {
        throw new PatchbayError(
          'invalid_input',
          `There is no secret store named ${ref.store}. Known here: ${[...stores.keys()].join(', ')}.`,
        );
      }
      const known = recall(uri);
      if (known !== null) {
        await tell(uri, context, 'cached');
        return known;
      }
      let secret: string | null;
      try {
        secret = await store.read(ref, { signal: context.signal });
      } catch (error) {
        await tell(uri, context, 'failed');
        throw error;
      }
      await tell(uri, context, secret === null ? 'absent' : 'read');
      if (secret === null) {
        throw new PatchbayError('not_found', `There is no secret at ${uri}. Put it there, or correct the reference.`);
      }
      remember(uri, secret);
      return secret;
    },
  };
}
