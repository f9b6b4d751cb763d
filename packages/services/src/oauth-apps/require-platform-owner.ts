import { getFirstOrganizationId } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import type { ServiceContext } from '../types.ts';

/** What serves every organization is for the owners of the one that was set up first: they run the installation. */
export async function requirePlatformOwner({ deps, actor }: ServiceContext): Promise<void> {
  const first = await getFirstOrganizationId(deps.db.orm);
  if (actor.role === 'owner' && actor.organizationId === first) return;
  throw new PatchbayError(
    'forbidden',
    'An OAuth app for all organizations takes an owner of the organization this installation was set up with. Save one for your own organization instead.',
  );
}
