import type { OauthState } from '@patchbay/db';
import { oauthCallbackUrl } from '../oauth-apps/callback-url.ts';
import type { ServiceContext } from '../types.ts';
import { requireInstallMethod } from './require-install-method.ts';
import { resolveCredentials } from './resolve-credentials.ts';
import type { StateData, StateSecrets } from './state-data.ts';
import type { Gained } from './store-sign-in.ts';

/** The credentials of an installation somebody came back with, its id proven to be that person's. */
export async function proveInstallation(
  { deps, signal }: ServiceContext,
  row: OauthState,
  data: StateData,
  { credentials }: StateSecrets,
  returned: { parameters: URLSearchParams; state: string },
): Promise<Gained> {
  const { organizationId } = row;
  const manifest = deps.registry.require(row.providerSlug);
  const method = requireInstallMethod(manifest, data.authMethod, deps.settings);
  const { settings, verifyTls, timeoutMs } = data;
  const connectionId = row.connectionId ?? row.id;
  const values = credentials ?? { sealed: {}, authRefs: {} };
  const secrets = await resolveCredentials(deps, values, { organizationId, connectionId });
  const installationId = await deps.runtime.installs.prove(
    {
      ...{ manifest, organizationId, connectionId, authMethod: method.id, settings, verifyTls, timeoutMs },
      credentials: { get: async () => secrets },
    },
    { ...returned, redirectUri: oauthCallbackUrl(deps.settings) },
    signal ? { signal } : {},
  );
  const found = { [method.config.installationIdField]: installationId };
  return {
    method,
    values: { ...values, sealed: { ...values.sealed, ...found } },
    secrets: { ...secrets, ...found },
    scopes: null,
  };
}
