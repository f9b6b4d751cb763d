import type { OauthState } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import { oauthCallbackUrl } from '../oauth-apps/callback-url.ts';
import { findOAuthApp } from '../oauth-apps/find-oauth-app.ts';
import { requireOAuthMethod } from '../oauth-apps/require-oauth-method.ts';
import type { ServiceContext } from '../types.ts';
import type { StateData, StateSecrets } from './state-data.ts';
import type { Gained } from './store-sign-in.ts';

/** The tokens of a sign-in, for the code somebody came back with. */
export async function tradeCode(
  { deps, signal }: ServiceContext,
  row: OauthState,
  data: StateData,
  { codeVerifier, nonce }: StateSecrets,
  returned: { parameters: URLSearchParams; state: string },
): Promise<Gained> {
  const { organizationId } = row;
  const manifest = deps.registry.require(row.providerSlug);
  const method = requireOAuthMethod(manifest, data.authMethod, deps.settings);
  const { settings, clientId, verifyTls, timeoutMs } = data;
  const found = await findOAuthApp(deps, { organizationId, manifest, method, settings, clientId });
  if (found === null) throw appChanged(manifest.name);
  const tokens = await deps.runtime.oauth.exchange(
    {
      ...{ manifest, organizationId, authMethod: method.id, settings, verifyTls, timeoutMs },
      connectionId: row.connectionId ?? row.id,
      app: found.app,
    },
    { ...returned, redirectUri: oauthCallbackUrl(deps.settings), codeVerifier, nonce },
    signal ? { signal } : {},
  );
  const { accessToken, refreshToken, idToken, metadata, expiresAt, scopes } = tokens;
  return {
    method,
    values: {
      sealed: {
        ...metadata,
        accessToken,
        ...(refreshToken !== null && { refreshToken }),
        ...(idToken !== null && { idToken }),
      },
      authRefs: {},
    },
    secrets: { ...metadata, accessToken },
    scopes,
    grant: {
      expiresAt: expiresAt === null ? null : new Date(expiresAt),
      isRefreshable: refreshToken !== null && method.config.refresh !== 'none',
      refreshedAt: new Date(deps.clock.now()),
      grantedScopes: scopes,
      oauthClientId: clientId,
    },
  };
}

/** What was begun with one app cannot be ended with another. */
export function appChanged(providerName: string): PatchbayError {
  return new PatchbayError(
    'conflict',
    `The OAuth app for ${providerName} was changed while you signed in. Begin again with Connect.`,
  );
}
