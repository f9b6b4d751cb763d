import { z } from 'zod';
import type { OAuthAppSetup } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { findOAuthApp } from './find-oauth-app.ts';
import { requireOAuthMethod } from './require-oauth-method.ts';
import { toSetupGuide } from './to-setup-guide.ts';

const inputSchema = z.strictObject({ slug: idSchema, authMethod: z.string().min(1).max(100).optional() });

/** How to make the OAuth app of a provider, and whether there is one already. */
export async function getOAuthAppSetup(
  { deps, actor }: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<OAuthAppSetup> {
  requirePermission(actor, 'oauthApps.setup');
  const { slug, authMethod } = parseInput(inputSchema, input);
  const manifest = deps.registry.require(slug);
  const method = requireOAuthMethod(manifest, authMethod, deps.settings);
  const { organizationId } = actor;
  const found = await findOAuthApp(deps, { organizationId, manifest, method, settings: {} });
  return toSetupGuide(deps.settings, manifest, method, { source: found?.source ?? null });
}
