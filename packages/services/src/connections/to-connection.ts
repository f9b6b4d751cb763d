import type { CredentialVersion, Connection as StoredConnection } from '@patchbay/db';
import type { Connection, CredentialSummary } from '../dto/index.ts';
import { toIso } from '../support/to-iso.ts';
import type { ServiceSettings } from '../types.ts';

/** A connection as callers see it; of its credentials only what may be told. */
export function toConnection(
  { isSimulated = false }: Pick<ServiceSettings, 'isSimulated'>,
  row: StoredConnection,
  credential: CredentialVersion | null,
): Connection {
  return {
    id: row.id,
    providerSlug: row.providerSlug,
    name: row.name,
    isSimulated,
    authMethod: row.authMethod,
    status: row.status,
    statusReason: row.statusReason,
    statusCode: row.statusCode,
    health: {
      status: row.healthStatus,
      message: row.healthMessage,
      failures: row.healthFailures,
      checkedAt: toIso(row.healthCheckedAt),
      nextCheckAt: isPolled(row) ? toIso(row.healthNextAt) : null,
      lastSeenAt: toIso(row.lastSeenAt),
    },
    settings: row.settings,
    verifyTls: row.verifyTls,
    timeoutMs: row.timeoutMs,
    account: row.accountId === null ? null : { id: row.accountId, label: row.accountLabel ?? row.accountId },
    lastTest:
      row.lastTestStatus && row.lastTestAt
        ? { status: row.lastTestStatus, message: row.lastTestMessage ?? '', at: toIso(row.lastTestAt) }
        : null,
    lastSync:
      row.lastSyncStatus && row.lastSyncAt
        ? { status: row.lastSyncStatus, message: row.lastSyncMessage ?? '', at: toIso(row.lastSyncAt) }
        : null,
    credential: credential && toCredentialSummary(credential),
    createdAt: toIso(row.createdAt),
    updatedAt: toIso(row.updatedAt),
    createdBy: row.createdBy,
    updatedBy: row.updatedBy,
  };
}

/** Whether the connection is checked by itself: only where a check can find something that is not known. */
function isPolled({ status, statusCode }: StoredConnection): boolean {
  return (status === 'active' || status === 'error') && statusCode === null;
}

/** What may be told about one version of credentials. */
export function toCredentialSummary(row: CredentialVersion): CredentialSummary {
  return {
    version: row.version,
    source: row.source,
    fields: row.fields.map(({ name, isSet, mask }) => ({ name, isSet, mask })),
    expiresAt: toIso(row.expiresAt),
    isRefreshable: row.isRefreshable,
    refreshedAt: toIso(row.refreshedAt),
    grantedScopes: row.grantedScopes,
    createdAt: toIso(row.createdAt),
    lastUsedAt: toIso(row.lastUsedAt),
  };
}
