import { findSsoProviderById, getMember, insertMember, lockOwners, newId, updateMemberRole } from '@patchbay/db';
import { appendAuditNote } from '../audit/append.ts';
import type { Role, ServiceDeps } from '../types.ts';

export interface SignedInPerson {
  /** The identity provider they came from. */
  providerId: string;
  userId: string;
  email: string;
  /** Claims or attributes the rules name. */
  attributes: Readonly<Record<string, unknown>>;
}

/**
 * Makes whoever signed in with an organization's identity provider a member of it, in the role its rules give. On later sign-ins a
 * rule that matches counts again; the default role counts once. The last owner stays one.
 */
export async function joinBySignIn(deps: ServiceDeps, person: SignedInPerson): Promise<void> {
  const { providerId, userId, email, attributes } = person;
  await deps.db.orm.transaction(async (tx) => {
    const provider = await findSsoProviderById(tx, { id: providerId });
    if (!provider?.organizationId) return;
    const { organizationId } = provider;
    const mapped = roleBy(provider.roleMapping, attributes);
    const actor = { type: 'user', id: userId, organizationId, role: 'viewer', scopes: null, label: email } as const;
    const note = { target: { type: 'member', id: userId, label: email } };
    const member = await getMember(tx, { organizationId, userId });
    if (member === null) {
      const role = mapped ?? provider.defaultRole;
      await insertMember(tx, { id: newId('mem'), organizationId, userId, role });
      await appendAuditNote(
        tx,
        { deps, actor },
        { ...note, action: 'member.join', after: { role, sso: provider.name } },
      );
      return;
    }
    if (mapped === null || mapped === member.role) return;
    if (member.role === 'owner') {
      const owners = await lockOwners(tx, { organizationId });
      if (!owners.some((owner) => owner.userId !== userId)) return;
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
  });
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
