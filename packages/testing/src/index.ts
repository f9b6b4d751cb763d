export {
  type AppForge,
  type AppForgeOptions,
  type ForgeReturn,
  startAppForge,
} from './app-forge/start-app-forge.ts';
export { assertNoCanary } from './canary/assert-no-canary.ts';
export { createCanary, createMark } from './canary/create-canary.ts';
export { toText } from './canary/forms.ts';
export { keepAtClose, keepLeftover, keepWhatIsRead } from './canary/leftovers.ts';
export { type Certificate, createCertificate } from './create-certificate.ts';
export { findDockerRegistry, reasonToSkipDockerRegistry } from './docker-registry/find-docker-registry.ts';
export {
  type DockerRegistry,
  type DockerRegistryOptions,
  startDockerRegistry,
} from './docker-registry/start-docker-registry.ts';
export { type ResourceActions, startTokenService, type TokenService } from './docker-registry/token-service.ts';
export type { ForgeHook } from './hook-forge/hook-shape.ts';
export type { ForgeKind } from './hook-forge/shapes/index.ts';
export { type ForgeFaults, type HookForge, startHookForge } from './hook-forge/start-hook-forge.ts';
export * from './http-server/hostile-handlers.ts';
export { type ReverseProxy, startReverseProxy } from './http-server/start-reverse-proxy.ts';
export { type Handler, type LocalServer, type ReceivedRequest, startServer } from './http-server/start-server.ts';
export { type Mlflow, type MlflowModel, type MlflowModelVersion, startMlflow } from './mlflow/start-mlflow.ts';
export {
  type OidcReturn,
  type OidcSignInOptions,
  signInAtOidcProvider,
} from './oidc-provider/sign-in-at-oidc-provider.ts';
export {
  type OidcAccount,
  type OidcProvider,
  type OidcProviderOptions,
  startOidcProvider,
} from './oidc-provider/start-oidc-provider.ts';
export { type PingTool, type PingToolFaults, startPingTool } from './ping-tool/start-ping-tool.ts';
export { cleanUpOnExit, removeFolder } from './process/clean-up-on-exit.ts';
export { type DatabaseProxy, startDatabaseProxy } from './process/database-proxy.ts';
export { findFreePort } from './process/free-port.ts';
export {
  type DatabasePlace,
  keptAsItCame,
  type OpenDatabase,
  openDatabase,
  readTables,
  readWholeDatabase,
} from './process/open-database.ts';
export { createPostgresDatabase, type PostgresDatabase } from './process/postgres-database.ts';
export { reasonToSkipTerminal, runAtTerminal, type TerminalRun } from './process/run-at-terminal.ts';
export {
  createEncryptionKeys,
  type FailedStart,
  type Patchbay,
  type PatchbayOptions,
  startPatchbay,
  startPatchbayExpectingExit,
} from './process/start-patchbay.ts';
export { type Redis, reasonToSkipRedis, startRedis } from './redis/start-redis.ts';
export {
  type S3Action,
  type S3Keys,
  type S3Object,
  type S3Server,
  type S3ServerOptions,
  startS3Server,
} from './s3-server/start-s3-server.ts';
export {
  createSamlProvider,
  type SamlAssertion,
  type SamlProvider,
  type SamlRequest,
} from './saml-provider/create-saml-provider.ts';
export { startVaultServer, type VaultServer, type VaultServerOptions } from './vault/start-vault-server.ts';
export { checkVaultAnswer, checkVaultRequest, matchVaultCall } from './vault/vault-contract.ts';
