import { listOauthStates } from '@patchbay/db';
import { z } from 'zod';
import type { OAuthAttempt, Page } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { cursorSchema, idSchema, limitSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { toOAuthAttempt } from './to-attempt.ts';

const inputSchema = z.strictObject({ limit: limitSchema, cursor: cursorSchema, providerSlug: idSchema.optional() });

/** Sign-ins at providers of the last month and how they ended, newest first. */
export async function listOAuthAttempts(
  { deps, actor }: ServiceContext,
  input: z.input<typeof inputSchema> = {},
): Promise<Page<OAuthAttempt>> {
  requirePermission(actor, 'oauth.attempts');
  const { limit, cursor, providerSlug } = parseInput(inputSchema, input);
  const { organizationId } = actor;
  const page = await listOauthStates(deps.db.orm, { organizationId, limit, after: cursor, providerSlug });
  const now = new Date(deps.clock.now());
  return { data: page.rows.map((row) => toOAuthAttempt(row, now)), nextCursor: page.nextCursor };
}
