import { PatchbayError } from '@patchbay/schema';
import { permissionsOf, type Role, type ServiceContext } from '@patchbay/services';
import type { AppSettings } from '../app-deps.ts';
import type { Caller } from './authenticator.ts';

export interface Me {
  user: { id: string; email: string; name: string } | null;
  apiKey: { id: string } | null;
  organization: { id: string; name: string; slug: string | null };
  role: Role;
  scopes: string[] | null;
  /** What role and scopes together allow, by the names of the table of permissions. */
  permissions: string[];
  mode: 'embedded' | 'server';
  isOffline: boolean;
  version: string;
}

/** Finds an organization by id. */
export type FindOrganization = (id: string) => Promise<{ id: string; name: string; slug: string | null } | null>;

/** Who is calling, and what this server is. */
export async function getMe(
  { actor, deps }: ServiceContext,
  caller: Caller | undefined,
  settings: AppSettings,
  findOrganization: FindOrganization,
): Promise<Me> {
  const organization = await findOrganization(actor.organizationId);
  if (!organization) throw new PatchbayError('unauthorized', 'Your organization is gone. Sign in again.');
  return {
    user: caller?.user ?? null,
    apiKey: actor.type === 'api_key' ? { id: actor.id } : null,
    organization: { id: organization.id, name: organization.name, slug: organization.slug },
    role: actor.role,
    scopes: actor.scopes === null ? null : [...actor.scopes],
    permissions: permissionsOf(actor),
    mode: settings.mode,
    isOffline: deps.settings.offline,
    version: settings.version,
  };
}
