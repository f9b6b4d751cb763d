import { findSsoProviderByDomain, lockSsoProvider, updateSsoProvider } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import { z } from 'zod';
import { appendAuditNote } from '../audit/append.ts';
import type { SsoProvider } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { getSsoProvider } from './get.ts';
import { ssoProviderNotFound } from './require-sso-provider.ts';
import { toSsoProvider } from './to-sso-provider.ts';

const inputSchema = z.strictObject({ id: idSchema });

/**
 * Proves that the domain is the organization's, by a TXT record or by the operator's word. From then on people with an address of it
 * sign in here, and nobody else's identity provider may have the domain.
 */
export async function verifySsoDomain(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<SsoProvider> {
  const { deps, actor } = context;
  requirePermission(actor, 'sso.update');
  const { id } = parseInput(inputSchema, input);
  const known = await getSsoProvider(context, { id });
  if (known.domainVerified) return known;
  const { name, value } = known.domainRecord;
  if (!deps.sso.trustedDomains.includes(known.domain)) await requireRecord(deps.sso.resolveTxt, name, value);
  const key = { organizationId: actor.organizationId, id };
  return deps.db.orm.transaction(async (tx) => {
    const before = await lockSsoProvider(tx, key);
    if (before === null) throw ssoProviderNotFound();
    if (before.domain !== known.domain)
      throw new PatchbayError('conflict', 'The domain was changed meanwhile. Try again.');
    const holder = await findSsoProviderByDomain(tx, { domain: before.domain });
    if (holder !== null && holder.id !== id) {
      throw new PatchbayError(
        'conflict',
        holder.organizationId === actor.organizationId
          ? `"${holder.name}" signs people of ${before.domain} in already. Delete it first.`
          : `Another organization has proven ${before.domain}. Ask whoever runs Patchbay.`,
      );
    }
    const row = await updateSsoProvider(tx, { ...key, changes: { domainVerified: true } });
    if (row === null) throw ssoProviderNotFound();
    await appendAuditNote(tx, context, {
      action: 'sso_provider.verify_domain',
      target: { type: 'sso_provider', id, label: row.name },
      after: { domain: row.domain },
    });
    return toSsoProvider(deps.settings, row);
  });
}

async function requireRecord(
  resolveTxt: (name: string) => Promise<string[]>,
  name: string,
  value: string,
): Promise<void> {
  let found: string[];
  try {
    found = await resolveTxt(name);
  } catch {
    found = [];
  }
  if (found.includes(value)) return;
  throw new PatchbayError(
    'conflict',
    found.length === 0
      ? `There is no TXT record ${name} yet. Add it with the value shown; it may take an hour to be seen everywhere.`
      : `The TXT record ${name} holds another value than the one shown.`,
  );
}
