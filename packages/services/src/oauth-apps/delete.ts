import { deleteOauthApp as deleteRow, lockOauthApp } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import { z } from 'zod';
import { appendAuditNote } from '../audit/append.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { requirePlatformOwner } from './require-platform-owner.ts';
import { toAuditTarget } from './save.ts';
import { toOAuthAppAuditView } from './to-oauth-app.ts';

const inputSchema = z.strictObject({
  slug: idSchema,
  scope: z.enum(['organization', 'platform']).default('organization'),
});

/** Deletes an OAuth app. Connections made with it work until their tokens end, and then have to be made again. */
export async function deleteOAuthApp(context: ServiceContext, input: z.input<typeof inputSchema>): Promise<void> {
  const { deps, actor } = context;
  requirePermission(actor, 'oauthApps.delete');
  const { slug, scope } = parseInput(inputSchema, input);
  if (scope === 'platform') await requirePlatformOwner(context);
  const key = { organizationId: scope === 'platform' ? null : actor.organizationId, providerSlug: slug };
  await deps.db.orm.transaction(async (tx) => {
    const before = await lockOauthApp(tx, key);
    if (before === null)
      throw new PatchbayError('not_found', `There is no OAuth app for "${slug}" here. The list shows those there are.`);
    await deleteRow(tx, key);
    await appendAuditNote(tx, context, {
      action: 'oauth_app.delete',
      target: toAuditTarget(before),
      before: { ...toOAuthAppAuditView(before), scope },
    });
  });
}
