import { getCurrentCredential, type Connection as StoredConnection } from '@patchbay/db';
import { credentialFields, type Manifest } from '@patchbay/schema';
import type { ProviderConfig } from '../dto/index.ts';
import { toIso } from '../support/to-iso.ts';
import type { ServiceContext } from '../types.ts';

/** What is set, under the names the manifest gives it. Credentials show as flags only: that one is stored, not what it is. */
export async function toProviderConfig(
  { deps, actor }: ServiceContext,
  manifest: Manifest,
  connection: StoredConnection | null,
): Promise<ProviderConfig> {
  if (!connection) return { configured: false, config: null };
  const { organizationId } = actor;
  const credential = await getCurrentCredential(deps.db.orm, { organizationId, connectionId: connection.id });
  const stored = new Set(credential?.fields.filter(({ isSet }) => isSet).map(({ name }) => name));
  const names = new Set(manifest.auth.flatMap((method) => Object.keys(credentialFields(method))));
  const flags = [...names].map((name) => [
    `hasStored${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    stored.has(name),
  ]);
  return {
    configured: true,
    config: {
      ...connection.settings,
      ...(Object.fromEntries(flags) as Record<string, boolean>),
      connectionId: connection.id,
      status: connection.status,
      authMethod: connection.authMethod,
      timeout: connection.timeoutMs / 1_000,
      verifySsl: connection.verifyTls,
      lastTestStatus: connection.lastTestStatus,
      lastTestMessage: connection.lastTestMessage,
      lastTestedAt: toIso(connection.lastTestAt),
      lastSyncStatus: connection.lastSyncStatus,
      lastSyncMessage: connection.lastSyncMessage,
      lastSyncedAt: toIso(connection.lastSyncAt),
      createdAt: toIso(connection.createdAt),
      updatedAt: toIso(connection.updatedAt),
    },
  };
}
