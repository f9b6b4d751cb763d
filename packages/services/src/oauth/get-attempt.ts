import { getOauthState } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import { z } from 'zod';
import type { OAuthAttempt } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { toOAuthAttempt } from './to-attempt.ts';

const inputSchema = z.strictObject({ id: idSchema });

/** How one sign-in at a provider ended. */
export async function getOAuthAttempt(
  { deps, actor }: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<OAuthAttempt> {
  requirePermission(actor, 'oauth.attempts');
  const { id } = parseInput(inputSchema, input);
  const row = await getOauthState(deps.db.orm, { organizationId: actor.organizationId, id });
  if (row === null)
    throw new PatchbayError('not_found', 'There is no such sign-in. Those older than a month are not kept.');
  return toOAuthAttempt(row, new Date(deps.clock.now()));
}
