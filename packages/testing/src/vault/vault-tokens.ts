import { randomBytes, randomUUID } from 'node:crypto';

export interface VaultTokenOptions {
  /** Names of policies. Default: `patchbay`. */
  policies?: readonly string[];
  /** Default: it has no end. */
  ttlSeconds?: number;
  /** Renewed or not, it ends then. */
  maxTtlSeconds?: number;
  isRenewable?: boolean;
  /** The policy that lets a token look at itself, renew and revoke itself is left out. */
  isWithoutDefault?: boolean;
}

export interface VaultToken {
  id: string;
  accessor: string;
  policies: string[];
  displayName: string;
  path: string;
  createdMs: number;
  ttlSeconds: number;
  expiresMs: number | null;
  maxMs: number | null;
  isRenewable: boolean;
}

export interface VaultTokens {
  create(options?: VaultTokenOptions, made?: { displayName: string; path: string }): VaultToken;
  /** Null when it is unknown, has ended or was revoked. */
  find(id: string): VaultToken | null;
  /** Adds its time to now, as far as its longest life allows. */
  renew(token: VaultToken): void;
  revoke(id: string): void;
  revokeAll(): void;
  /** Seconds that are left; 0 for one without an end. */
  secondsLeft(token: VaultToken): number;
}

export function createVaultTokens(now: () => number): VaultTokens {
  const tokens = new Map<string, VaultToken>();

  const secondsLeft = ({ expiresMs }: VaultToken) => (expiresMs === null ? 0 : Math.floor((expiresMs - now()) / 1000));

  return {
    create(options = {}, { displayName, path } = { displayName: 'token', path: 'auth/token/create' }) {
      const { policies = ['patchbay'], ttlSeconds = 0, maxTtlSeconds, isRenewable = ttlSeconds > 0 } = options;
      const token: VaultToken = {
        ...{ id: `hvs.${randomBytes(18).toString('base64url')}`, accessor: randomUUID(), displayName, path },
        policies: [...(options.isWithoutDefault ? [] : ['default']), ...policies],
        ...{ createdMs: now(), ttlSeconds, isRenewable },
        expiresMs: ttlSeconds > 0 ? now() + ttlSeconds * 1000 : null,
        maxMs: maxTtlSeconds === undefined ? null : now() + maxTtlSeconds * 1000,
      };
      tokens.set(token.id, token);
      return token;
    },
    find(id) {
      const token = tokens.get(id);
      return token && (token.expiresMs === null || token.expiresMs > now()) ? token : null;
    },
    renew(token) {
      const wanted = now() + token.ttlSeconds * 1000;
      token.expiresMs = token.maxMs === null ? wanted : Math.min(wanted, token.maxMs);
    },
    revoke: (id) => void tokens.delete(id),
    revokeAll: () => tokens.clear(),
    secondsLeft,
  };
}
