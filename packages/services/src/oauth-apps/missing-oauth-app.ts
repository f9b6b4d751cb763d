import { type Manifest, PatchbayError } from '@patchbay/schema';
import type { ServiceSettings } from '../types.ts';
import type { OAuthMethod } from './require-oauth-method.ts';
import { toSetupGuide } from './to-setup-guide.ts';

/** `oauth_app_missing` with the whole guide, so that whoever meets it can go on. */
export function missingOAuthApp(
  settings: Pick<ServiceSettings, 'appUrl'>,
  manifest: Manifest,
  method: OAuthMethod,
  asked: Readonly<Record<string, unknown>>,
): PatchbayError {
  const { clientIdEnvVar } = method.config;
  return new PatchbayError(
    'oauth_app_missing',
    `There is no OAuth app for ${manifest.name} yet. Make one at ${manifest.name} with the callback URL of the guide and save it here${clientIdEnvVar ? `, or set ${clientIdEnvVar}` : ''}.`,
    { data: { setup: toSetupGuide(settings, manifest, method, { source: null, settings: asked }) } },
  );
}
