import { type AuthMethod, isInstalledAtProvider, type Manifest, PatchbayError } from '@patchbay/schema';
import { requireAuthMethod } from '../connections/require-auth-method.ts';
import type { ServiceSettings } from '../types.ts';

export type InstallMethod = Extract<AuthMethod, { type: 'github_app' }>;

/** The method an app is installed for: the one named, else the manifest's first. Throws `unsupported` when there is none. */
export function requireInstallMethod(
  manifest: Manifest,
  id: string | undefined,
  settings: Pick<ServiceSettings, 'allowImplicitGrant'>,
): InstallMethod {
  const methods = manifest.auth.filter(isInstalledAtProvider);
  const method = requireAuthMethod(manifest, id ?? methods[0]?.id, settings);
  if (isInstalledAtProvider(method)) return method;
  throw new PatchbayError(
    'unsupported',
    methods.length === 0
      ? `${manifest.name} has no app to install. Connect it with the credentials its page names.`
      : `Nothing is installed for "${method.id}" of ${manifest.name}. Use ${methods.map((known) => `"${known.id}"`).join(' or ')}.`,
    { data: { supportedAuthMethods: methods.map((known) => known.id) } },
  );
}
