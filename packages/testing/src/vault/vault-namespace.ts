import { randomUUID } from 'node:crypto';
import { defaultPolicy, isAllowed, type VaultCapability, type VaultPolicy } from './vault-policies.ts';
import { createVaultSecrets, type VaultSecrets } from './vault-secrets.ts';
import { createVaultTokens, type VaultToken, type VaultTokenOptions, type VaultTokens } from './vault-tokens.ts';

export interface VaultRole {
  roleId: string;
  secretId: string;
}

/** One namespace: what it holds is seen from no other. */
export interface VaultNamespace {
  /** Engines of KV version 2, by where they are mounted. There is `secret` from the start. */
  mounts: Map<string, VaultSecrets>;
  /** `patchbay` is there from the start and reads and lists all of `secret`. */
  policies: Map<string, VaultPolicy>;
  tokens: VaultTokens;
  /** How many tokens logins have made. */
  logins: number;
  mount(path: string): VaultSecrets;
  secrets(mount?: string): VaultSecrets;
  /** An AppRole, and what its tokens are like. `uses`: how often the secret id may be used. */
  createRole(options?: VaultTokenOptions & { uses?: number }): VaultRole;
  /** The token of a login, or null when it is refused. */
  logIn(roleId: string, secretId: string): VaultToken | null;
  can(token: VaultToken, path: string, wanted: VaultCapability): boolean;
}

export function createVaultNamespace(now: () => number): VaultNamespace {
  const roles = new Map<string, { secretId: string; usesLeft: number; options: VaultTokenOptions }>();
  const namespace: VaultNamespace = {
    mounts: new Map(),
    policies: new Map<string, VaultPolicy>([
      ['default', defaultPolicy],
      ['patchbay', { 'secret/data/*': ['read'], 'secret/metadata/*': ['read', 'list'] }],
    ]),
    tokens: createVaultTokens(now),
    logins: 0,
    mount(path) {
      const secrets = createVaultSecrets(now);
      namespace.mounts.set(path, secrets);
      return secrets;
    },
    secrets(mount = 'secret') {
      const secrets = namespace.mounts.get(mount);
      if (!secrets) throw new Error(`Nothing is mounted at ${mount}.`);
      return secrets;
    },
    createRole({ uses = Number.POSITIVE_INFINITY, ...options } = {}) {
      const role = { roleId: randomUUID(), secretId: randomUUID() };
      roles.set(role.roleId, { secretId: role.secretId, usesLeft: uses, options });
      return role;
    },
    logIn(roleId, secretId) {
      const role = roles.get(roleId);
      if (!role || role.secretId !== secretId || role.usesLeft <= 0) return null;
      role.usesLeft -= 1;
      namespace.logins += 1;
      return namespace.tokens.create(role.options, { displayName: 'approle', path: 'auth/approle/login' });
    },
    can({ policies }, path, wanted) {
      const held = policies.map((name) => namespace.policies.get(name) ?? {});
      return isAllowed(held, path, wanted);
    },
  };
  namespace.mount('secret');
  return namespace;
}
