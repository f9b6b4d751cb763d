import { type AuthMethod, type Manifest, PatchbayError, signsInAtProvider } from '@patchbay/schema';
import { requireAuthMethod } from '../connections/require-auth-method.ts';
import type { ServiceSettings } from '../types.ts';

export type OAuthMethod = Extract<AuthMethod, { type: 'oauth2' }>;

/** The method people sign in at the provider with: the one named, else the manifest's first. Throws `unsupported` when there is none. */
export function requireOAuthMethod(
  manifest: Manifest,
  id: string | undefined,
  settings: Pick<ServiceSettings, 'allowImplicitGrant'>,
): OAuthMethod {
  const methods = manifest.auth.filter(signsInAtProvider);
  const method = requireAuthMethod(manifest, id ?? methods[0]?.id, settings);
  if (signsInAtProvider(method)) return method;
  throw new PatchbayError(
    'unsupported',
    methods.length === 0
      ? `Nobody signs in to ${manifest.name} with an OAuth app. Connect it with the credentials its page names.`
      : `"${method.id}" of ${manifest.name} takes no OAuth app. Use ${methods.map((known) => `"${known.id}"`).join(' or ')}.`,
    { data: { supportedAuthMethods: methods.map((known) => known.id) } },
  );
}
