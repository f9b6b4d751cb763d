import { PatchbayError } from '@patchbay/schema';
import { isRoleAtLeast, recordAudit, requirePermission, type ServiceContext } from '@patchbay/services';
import type { People } from '../people.ts';
import { toApiKeyView } from './to-api-key.ts';

/** Revokes a key in every process at once. */
export async function revokeApiKey(context: ServiceContext, people: People, { id }: { id: string }): Promise<void> {
  const { actor } = context;
  requirePermission(actor, 'apiKeys.revoke');
  const key = await people.getApiKey(actor.organizationId, id);
  if (!key) throw new PatchbayError('not_found', 'There is no such API key. It may have been revoked already.');
  if (!isRoleAtLeast(actor.role, key.role)) {
    throw new PatchbayError('forbidden', `This key has the role ${key.role}; only an ${key.role} may revoke it.`);
  }
  await people.deleteApiKey(id);
  const { name, role, scopes } = toApiKeyView(key);
  await recordAudit(context, {
    action: 'api_key.revoke',
    target: { type: 'api_key', id, label: name },
    before: { role, scopes },
  });
}
