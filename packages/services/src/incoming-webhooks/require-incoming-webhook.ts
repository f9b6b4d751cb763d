import {
  type CredentialVersion,
  getConnection,
  getCurrentCredential,
  type Connection as StoredConnection,
} from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import { isRoleAtLeast } from '../permissions.ts';
import type { Actor, ServiceContext } from '../types.ts';
import type { IncomingMethod } from './incoming-method.ts';

/** Whose webhooks the caller sees: null for those of everybody, which takes an admin. */
export function ownerSeen(actor: Actor): string | null {
  return isRoleAtLeast(actor.role, 'admin') ? null : actor.id;
}

/** The webhook of that id. One of another provider, organization or, below admin, of somebody else does not exist: `not_found`. */
export async function requireIncomingWebhook(
  { deps, actor }: ServiceContext,
  { manifest, field }: IncomingMethod,
  id: string,
): Promise<{ connection: StoredConnection; credential: CredentialVersion }> {
  const { organizationId } = actor;
  const connection = await getConnection(deps.db.orm, { organizationId, id });
  const credential = await getCurrentCredential(deps.db.orm, { organizationId, connectionId: id });
  const owner = ownerSeen(actor);
  const isOne = credential?.fields.some(({ name, isSet }) => name === field && isSet);
  const isSeen = connection?.providerSlug === manifest.id && (owner === null || connection.createdBy === owner);
  if (connection && credential && isOne && isSeen && connection.status !== 'disconnected')
    return { connection, credential };
  throw new PatchbayError('not_found', 'There is no such webhook. The list shows those there are.');
}
