import type { Role } from '../types.ts';

/** The roles an identity provider may give. */
export function ssoRolesOf(provider: { defaultRole: Role; roleMapping: readonly { role: Role }[] }): Role[] {
  return [provider.defaultRole, ...provider.roleMapping.map(({ role }) => role)];
}
