import { getSsoProvider as getRow } from '@patchbay/db';
import { z } from 'zod';
import type { SsoProvider } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { ssoProviderNotFound } from './require-sso-provider.ts';
import { toSsoProvider } from './to-sso-provider.ts';

const inputSchema = z.strictObject({ id: idSchema });

/** One identity provider of the organization. */
export async function getSsoProvider(
  { deps, actor }: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<SsoProvider> {
  requirePermission(actor, 'sso.list');
  const { id } = parseInput(inputSchema, input);
  const row = await getRow(deps.db.orm, { organizationId: actor.organizationId, id });
  if (row === null) throw ssoProviderNotFound();
  return toSsoProvider(deps.settings, row);
}
