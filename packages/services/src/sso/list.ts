import { listSsoProviders as listRows } from '@patchbay/db';
import type { SsoProvider } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import type { ServiceContext } from '../types.ts';
import { toSsoProvider } from './to-sso-provider.ts';

/** The identity providers of the organization, newest first. */
export async function listSsoProviders({ deps, actor }: ServiceContext): Promise<{ data: SsoProvider[] }> {
  requirePermission(actor, 'sso.list');
  const rows = await listRows(deps.db.orm, { organizationId: actor.organizationId });
  return { data: rows.map((row) => toSsoProvider(deps.settings, row)) };
}
