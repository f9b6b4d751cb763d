import { getCurrentCredential, type Connection as StoredConnection } from '@patchbay/db';
import type { ProviderToken } from '../dto/index.ts';
import { toIso } from '../support/to-iso.ts';
import type { ServiceContext } from '../types.ts';

/** What may be told of a token: that there is one, since when and when it was used. Nothing of what it is. */
export async function toProviderToken(
  { deps, actor }: ServiceContext,
  connection: StoredConnection | null,
): Promise<ProviderToken> {
  const { organizationId } = actor;
  const credential =
    connection && (await getCurrentCredential(deps.db.orm, { organizationId, connectionId: connection.id }));
  return {
    configured: connection !== null,
    token_name: connection?.name ?? null,
    connection_id: connection?.id ?? null,
    status: connection?.status ?? null,
    created_by: connection?.createdBy ?? null,
    created_at: toIso(connection?.createdAt ?? null),
    updated_at: toIso(credential?.createdAt ?? null),
    last_used_at: toIso(credential?.lastUsedAt ?? null),
    last_test_status: connection?.lastTestStatus ?? null,
    last_test_message: connection?.lastTestMessage ?? null,
    last_tested_at: toIso(connection?.lastTestAt ?? null),
  };
}
