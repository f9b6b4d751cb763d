import {
  acceptInvitation,
  deleteRemovedMember,
  findOpenInvitation,
  findSsoProviderById,
  getMember,
  insertMember,
  isRemovedMember,
  lockOwners,
  newId,
  updateMemberRole,
} from '@patchbay/db';
import { appendAuditNote } from '../audit/append.ts';
import { toRole } from '../members/list.ts';
import type { Role, ServiceDeps } from '../types.ts';
import { ssoRolesOf } from './roles-of.ts';

export interface SignedInPerson {
  /** The identity provider they came from. */
  providerId: string;
  userId: string;
  email: string;
  /** Claims or attributes the rules name. */
  attributes: Readonly<Record<string, unknown>>;
}

/**
 * Makes whoever signed in with an organization's identity provider a member of it, in the role its rules give, else that of an open
 * invitation, which is used up. On later sign-ins a rule that matches counts again; other roles count once. The last owner stays one.
 * False: they were removed, and nobody has invited them since.
 */
export async function joinBySignIn(deps: ServiceDeps, person: SignedInPerson): Promise<boolean> {
  const { providerId, userId, email, attributes } = person;
  return deps.db.orm.transaction(async (tx) => {
    const provider = await findSsoProviderById(tx, { id: providerId });
    if (!provider?.organizationId) return false;
    const { organizationId } = provider;
    const mapped = roleBy(provider.roleMapping, attributes);
    const actor = { type: 'user', id: userId, organizationId, role: 'viewer', scopes: null, label: email } as const;
    const note = { target: { type: 'member', id: userId, label: email } };
    const member = await getMember(tx, { organizationId, userId });
    if (member === null) {
      const now = new Date(deps.clock.now());
      const invitation = await findOpenInvitation(tx, { organizationId, email: email.toLowerCase(), now });
      if (invitation === null && (await isRemovedMember(tx, { organizationId, userId, email }))) return false;
      const role = mapped ?? roleOf(invitation, provider);
      await insertMember(tx, { id: newId('mem'), organizationId, userId, role });
      await deleteRemovedMember(tx, { organizationId, userId, email });
      if (invitation) await acceptInvitation(tx, { organizationId, id: invitation.id });
      await appendAuditNote(
        tx,
        { deps, actor },
        { ...note, action: 'member.join', after: { role, sso: provider.name, isInvited: invitation !== null } },
      );
      return true;
    }
    if (mapped === null || mapped === member.role) return true;
    if (member.role === 'owner') {
      const owners = await lockOwners(tx, { organizationId });
      if (!owners.some((owner) => owner.userId !== userId)) return true;
    }
    await updateMemberRole(tx, { organizationId, userId, role: mapped });
    await appendAuditNote(
      tx,
      { deps, actor },
      {
        ...note,
        action: 'member.change_role',
        before: { role: member.role },
        after: { role: mapped, sso: provider.name },
      },
    );
    return true;
  });
}

/** The role of an invitation, unless it is owner and the provider may not give that: anybody could be behind its word. */
function roleOf(
  invitation: { role: string | null } | null,
  provider: { defaultRole: Role; roleMapping: readonly { role: Role }[] },
): Role {
  if (invitation === null) return provider.defaultRole;
  const role = toRole(invitation.role ?? '');
  return role === 'owner' && !ssoRolesOf(provider).includes('owner') ? provider.defaultRole : role;
}

function roleBy(
  rules: readonly { attribute: string; value: string; role: Role }[],
  attributes: Readonly<Record<string, unknown>>,
): Role | null {
  for (const { attribute, value, role } of rules) {
    const found = attributes[attribute];
    const values = Array.isArray(found) ? found : [found];
    if (values.some((each) => String(each ?? '') === value)) return role;
  }
  return null;
}
