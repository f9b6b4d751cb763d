import { listMembers as listMemberRows } from '@patchbay/db';
import { z } from 'zod';
import type { Member, Page } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { cursorSchema, limitSchema, parseInput } from '../support/parse-input.ts';
import { toIso } from '../support/to-iso.ts';
import type { Role, ServiceContext } from '../types.ts';

const inputSchema = z.strictObject({ limit: limitSchema, cursor: cursorSchema });

/** Who belongs to the organization, newest first. */
export async function listMembers(
  context: ServiceContext,
  input: z.input<typeof inputSchema> = {},
): Promise<Page<Member>> {
  const { deps, actor } = context;
  requirePermission(actor, 'members.list');
  const { limit, cursor } = parseInput(inputSchema, input);
  const { organizationId } = actor;
  const { rows, nextCursor } = await listMemberRows(deps.db.orm, { organizationId, limit, after: cursor });
  const data = rows.map(({ userId, email, name, role, createdAt }) => ({
    userId,
    email,
    name,
    role: toRole(role),
    createdAt: toIso(createdAt),
  }));
  return { data, nextCursor };
}

/** The strongest role of a stored list such as "admin,member"; an unknown one may do the least. */
export function toRole(stored: string): Role {
  const roles: readonly Role[] = ['owner', 'admin', 'member', 'viewer'];
  const named = stored.split(',').map((name) => name.trim());
  return roles.find((role) => named.includes(role)) ?? 'viewer';
}
