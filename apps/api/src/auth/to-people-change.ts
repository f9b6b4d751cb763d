import { z } from 'zod';
import type { PeopleChange } from './auth-settings.ts';

/** The audit log's word for each of better-auth's writes among members. */
const actions: Record<string, string> = {
  '/organization/accept-invitation': 'member.join',
  '/organization/reject-invitation': 'member.decline',
  '/organization/update': 'organization.update',
};

/** What the answers of those routes have in common; each nests it a little differently. */
const memberSchema = z.object({
  id: z.string(),
  organizationId: z.string().optional(),
  userId: z.string().optional(),
  email: z.string().optional(),
  role: z.string().optional(),
});
const answerSchema = z.union([
  z.object({ member: memberSchema }).transform(({ member }) => member),
  z.object({ invitation: memberSchema }).transform(({ invitation }) => invitation),
  memberSchema,
]);
const sessionSchema = z.object({
  user: z.object({ id: z.string(), email: z.string() }),
  session: z.object({ activeOrganizationId: z.string().nullish() }),
});

/** A request that better-auth has answered. */
interface Finished {
  path: string;
  returned: unknown;
  session: unknown;
}

/** Whether a path may change something among people. */
export function isPeoplePath(path: string): boolean {
  return path in actions;
}

/** What a finished request of better-auth changed among people; null for all that changes nothing there. */
export function toPeopleChange(finished: Finished): PeopleChange | null {
  const { path } = finished;
  const action = actions[path];
  const session = sessionSchema.safeParse(finished.session);
  const answer = answerSchema.safeParse(finished.returned);
  if (!action || !session.success || !answer.success) return null;
  const { user } = session.data;
  const { id, organizationId, userId, email, role } = answer.data;
  const organization = organizationId ?? session.data.session.activeOrganizationId;
  if (!organization) return null;
  const isInvitation = action === 'member.decline';
  const type = isInvitation ? 'invitation' : action.split('.')[0];
  return {
    organizationId: organization,
    actor: { id: user.id, label: user.email },
    action,
    // An invitation is named without the part of its id that opens it.
    target: { type: type ?? 'member', id: isInvitation ? id.slice(0, 12) : (userId ?? id), label: email ?? null },
    ...(role !== undefined && { after: { role } }),
  };
}
