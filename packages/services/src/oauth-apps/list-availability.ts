import { signsInAtProvider } from '@patchbay/schema';
import { z } from 'zod';
import type { OAuthAvailability } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { findOAuthApp } from './find-oauth-app.ts';
import { requireOAuthMethod } from './require-oauth-method.ts';

const inputSchema = z.strictObject({ providerSlug: idSchema.optional() });

/** Which providers people can sign in to at once, and whose OAuth app serves them. */
export async function listOAuthAvailability(
  { deps, actor }: ServiceContext,
  input: z.input<typeof inputSchema> = {},
): Promise<{ data: OAuthAvailability[] }> {
  requirePermission(actor, 'oauthApps.setup');
  const { providerSlug } = parseInput(inputSchema, input);
  const { registry, settings } = deps;
  const manifests =
    providerSlug === undefined
      ? registry.list().filter(({ auth }) => auth.some(signsInAtProvider))
      : [registry.require(providerSlug)];
  const data: OAuthAvailability[] = [];
  for (const manifest of manifests) {
    const known = manifest.auth.some(signsInAtProvider);
    const method = known ? requireOAuthMethod(manifest, undefined, { ...settings, allowImplicitGrant: true }) : null;
    const { organizationId } = actor;
    const found = method && (await findOAuthApp(deps, { organizationId, manifest, method, settings: {} }));
    data.push({
      providerSlug: manifest.id,
      supported: method !== null,
      available: found !== null,
      source: found?.source ?? null,
    });
  }
  return { data };
}
