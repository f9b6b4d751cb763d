import { deleteSsoProvider as deleteRow, forgetSsoSignIns, lockSsoProvider } from '@patchbay/db';
import { z } from 'zod';
import { appendAuditNote } from '../audit/append.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { ssoProviderNotFound } from './require-sso-provider.ts';
import { ssoRolesOf } from './roles-of.ts';
import { requireGrantable } from './sso-input.ts';
import { toSsoAuditView } from './to-sso-provider.ts';

const inputSchema = z.strictObject({ id: idSchema });

/**
 * Removes an identity provider: nobody signs in with it any more, and whom it signed in is signed out. Members stay members; who has
 * no password comes back by another identity provider of the domain, or is removed and invited again.
 */
export async function deleteSsoProvider(context: ServiceContext, input: z.input<typeof inputSchema>): Promise<void> {
  const { deps, actor } = context;
  requirePermission(actor, 'sso.delete');
  const { id } = parseInput(inputSchema, input);
  const key = { organizationId: actor.organizationId, id };
  await deps.db.orm.transaction(async (tx) => {
    const before = await lockSsoProvider(tx, key);
    if (before === null) throw ssoProviderNotFound();
    requireGrantable(context, ssoRolesOf(before));
    const signedOut = await forgetSsoSignIns(tx, key);
    await deleteRow(tx, key);
    await appendAuditNote(tx, context, {
      action: 'sso_provider.delete',
      target: { type: 'sso_provider', id, label: before.name },
      before: toSsoAuditView(before),
      after: { signedOut },
    });
  });
}
