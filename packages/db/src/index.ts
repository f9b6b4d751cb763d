export {
  createDb,
  type DatabaseOptions,
  type PgliteFolderOptions,
  type PgliteMemoryOptions,
  type PostgresOptions,
} from './create-db.ts';
export type { Database, Executor, PgliteDatabase, PostgresDatabase } from './database.ts';
export { type IdPrefix, lowestId, newId } from './new-id.ts';
export type { Page, PageParams } from './page.ts';
export * from './queries/api-keys.ts';
export * from './queries/audit-log.ts';
export * from './queries/challenges.ts';
export * from './queries/connection-health.ts';
export * from './queries/connections.ts';
export * from './queries/credential-refreshes.ts';
export * from './queries/credential-versions.ts';
export * from './queries/event-deliveries.ts';
export * from './queries/event-subscriptions.ts';
export * from './queries/events.ts';
export * from './queries/evidence.ts';
export * from './queries/evidence-archives.ts';
export * from './queries/finding-exceptions.ts';
export * from './queries/findings.ts';
export type { ChainVerdict } from './queries/hash-chain.ts';
export * from './queries/idempotency-keys.ts';
export * from './queries/instance-settings.ts';
export * from './queries/invitations.ts';
export * from './queries/oauth-apps.ts';
export * from './queries/oauth-states.ts';
export * from './queries/people.ts';
export * from './queries/records.ts';
export * from './queries/removed-members.ts';
export * from './queries/run-backlog.ts';
export * from './queries/runs.ts';
export * from './queries/sealed-credentials.ts';
export * from './queries/sso-providers.ts';
export * from './queries/sync-checkpoints.ts';
export * from './queries/sync-schedules.ts';
export * from './queries/sync-states.ts';
export * from './queries/webhook-deliveries.ts';
export * from './queries/webhook-endpoints.ts';
export * from './queries/write-records.ts';
export { lockForTransaction, notify, runSql, shareLockForTransaction } from './run-sql.ts';
export { authSchema } from './schema/auth-schema.ts';
export * from './schema/index.ts';
export { createSeenIds, type SeenIds } from './seen-ids.ts';
export { toStorableJson } from './storable-json.ts';
