export { type AuthRef, parseAuthRef } from './auth-ref.ts';
export {
  type AuthRefAccess,
  type AuthRefContext,
  type AuthRefResolver,
  type AuthRefResolverOptions,
  type AuthRefStore,
  createAuthRefResolver,
  type StoredSecret,
} from './auth-ref-resolver.ts';
export { decryptLegacy, type LegacyResult, type LegacySecret } from './decrypt-legacy.ts';
export { createEnvStore, type EnvStoreOptions } from './env-store.ts';
export { createKeyFile, type KeyFile } from './key-file.ts';
export { createKeyRing, type KeyRing, type SealingKey } from './key-ring.ts';
export { maskLastFour } from './mask.ts';
export { createRedactor, type Redactor, redact } from './redact.ts';
export { redactSecrets } from './redact-secrets.ts';
export { open, readKeyId, seal } from './seal.ts';
export { createVaultStore, type VaultStore, type VaultStoreOptions } from './vault/create-vault-store.ts';
export type { VaultFetch } from './vault/vault-http.ts';
export type { VaultLogin } from './vault/vault-session.ts';
