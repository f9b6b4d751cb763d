import { PatchbayError } from '@patchbay/schema';
import {
  type Actor,
  isRoleAtLeast,
  type Role,
  recordAudit,
  requirePermission,
  type ServiceContext,
  scopes,
} from '@patchbay/services';
import type { People } from '../people.ts';
import { type ApiKeyView, toApiKeyView } from './to-api-key.ts';

export interface CreateApiKeyInput {
  name: string;
  role?: Role | undefined;
  scopes?: string[] | null | undefined;
  expiresInDays?: number | null | undefined;
}

/** Makes an API key that may do at most what its maker may. The key itself is in this answer and nowhere else. */
export async function createApiKey(
  context: ServiceContext,
  people: People,
  input: CreateApiKeyInput,
): Promise<ApiKeyView & { key: string }> {
  const { actor } = context;
  requirePermission(actor, 'apiKeys.create');
  const role = input.role ?? actor.role;
  if (!isRoleAtLeast(actor.role, role)) {
    throw new PatchbayError('forbidden', `A key may have at most your own role, ${actor.role}.`);
  }
  const { stored, key } = await people.createApiKey({
    organizationId: actor.organizationId,
    name: input.name,
    role,
    scopes: allowedScopes(actor, input.scopes ?? null),
    expiresInDays: input.expiresInDays ?? null,
    createdBy: actor.type === 'user' ? actor.id : null,
  });
  const view = toApiKeyView(stored);
  await recordAudit(context, {
    action: 'api_key.create',
    target: { type: 'api_key', id: view.id, label: view.name },
    after: { role: view.role, scopes: view.scopes, expiresAt: view.expiresAt },
  });
  return { ...view, key };
}

function allowedScopes(actor: Actor, wanted: string[] | null): string[] | null {
  const unknown = wanted?.filter((scope) => !scopes.includes(scope)) ?? [];
  if (unknown.length > 0) {
    throw new PatchbayError('invalid_input', `scopes: there is no such scope. There are ${scopes.join(', ')}.`, {
      details: [{ path: 'scopes', message: `must be of ${scopes.join(', ')}` }],
    });
  }
  if (actor.scopes === null) return wanted;
  // A key with scopes makes no key that may do more than itself.
  const own = actor.scopes;
  const isWithin = wanted?.every(
    (scope) => own.includes(scope) || own.includes('write') || (own.includes('read') && scope.endsWith(':read')),
  );
  if (!isWithin)
    throw new PatchbayError('forbidden', 'A key with scopes can only make keys within its own scopes: name them.');
  return wanted;
}
