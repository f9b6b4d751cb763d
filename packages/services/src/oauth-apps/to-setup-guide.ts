import type { Manifest } from '@patchbay/schema';
import type { OAuthAppSetup, OAuthAppSource } from '../dto/index.ts';
import { fillAddress } from '../fields/fill-address.ts';
import { toFieldViews } from '../fields/to-field-view.ts';
import type { ServiceSettings } from '../types.ts';
import { oauthCallbackUrl } from './callback-url.ts';
import type { OAuthMethod } from './require-oauth-method.ts';

/** Everything a self-hoster needs to make the OAuth app at the provider and to enter it here, at the server of the given settings. */
export function toSetupGuide(
  settings: Pick<ServiceSettings, 'appUrl'>,
  manifest: Manifest,
  method: OAuthMethod,
  { source, settings: asked = {} }: { source: OAuthAppSource | null; settings?: Readonly<Record<string, unknown>> },
): OAuthAppSetup {
  const { config } = method;
  const createAppUrl = config.createAppUrl ?? method.createUrl ?? null;
  return {
    providerSlug: manifest.id,
    providerName: manifest.name,
    authMethod: method.id,
    source,
    callbackUrl: oauthCallbackUrl(settings),
    // The steps of the method are for whoever connects once there is an app.
    instructions: (config.setupInstructions?.split(/\n+/) ?? method.setup)
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    createAppUrl: createAppUrl && fillAddress(createAppUrl, manifest.settings, asked),
    createAppUrlTemplate: createAppUrl,
    scopes: config.scopes,
    optionalScopes: config.optionalScopes,
    needsSecret: config.clientAuthMethod !== 'none',
    fields: toFieldViews(config.appFields),
    clientIdEnvVar: config.clientIdEnvVar ?? null,
    clientSecretEnvVar: config.clientSecretEnvVar ?? null,
    warning:
      config.grant === 'implicit'
        ? 'This provider hands tokens out in the address of a page (OAuth’s implicit grant), where histories and logs may keep them. RFC 9700 advises against it: use another way to sign in where there is one.'
        : null,
  };
}
