import { listOauthApps as listRows } from '@patchbay/db';
import type { OAuthApp } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import type { ServiceContext } from '../types.ts';
import { toOAuthApp } from './to-oauth-app.ts';

/** The organization's own OAuth apps and those of the platform, by provider. */
export async function listOAuthApps({ deps, actor }: ServiceContext): Promise<{ data: OAuthApp[] }> {
  requirePermission(actor, 'oauthApps.list');
  const rows = await listRows(deps.db.orm, { organizationId: actor.organizationId });
  return { data: rows.map(toOAuthApp) };
}
