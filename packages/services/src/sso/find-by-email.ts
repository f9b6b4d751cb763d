import { findSsoProviderByDomain } from '@patchbay/db';
import type { ServiceDeps } from '../types.ts';

/** The identity provider people of an address sign in with; null when its domain is nobody's. */
export async function findSsoProviderByEmail(
  { db }: Pick<ServiceDeps, 'db'>,
  { email }: { email: string },
): Promise<{ id: string; name: string } | null> {
  const domain = email.split('@')[1]?.trim().toLowerCase();
  const row = domain ? await findSsoProviderByDomain(db.orm, { domain }) : null;
  return row && { id: row.id, name: row.name };
}
