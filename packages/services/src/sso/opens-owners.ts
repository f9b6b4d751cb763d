import { findSsoProviderById } from '@patchbay/db';
import type { ServiceDeps } from '../types.ts';
import { ssoRolesOf } from './roles-of.ts';

/**
 * Whether owners may sign in with an identity provider: only where it may give their role. Such a provider only an owner can have
 * made, and no admin can change it. Any other could be an admin's own, who would come in as an owner with it.
 */
export async function ssoOpensOwners(
  { db }: Pick<ServiceDeps, 'db'>,
  { providerId }: { providerId: string },
): Promise<boolean> {
  const provider = await findSsoProviderById(db.orm, { id: providerId });
  return provider !== null && ssoRolesOf(provider).includes('owner');
}
