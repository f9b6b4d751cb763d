import type { SealedCredential } from '@patchbay/db';
import { credentialAad } from '../credentials/credential-aad.ts';
import { subscriptionAad } from '../events/subscription-aad.ts';
import { oauthAppAad } from '../oauth-apps/oauth-app-aad.ts';
import { ssoProviderAad } from '../sso/sso-provider-aad.ts';
import { endpointAad } from '../webhooks/endpoint-aad.ts';

/** What the envelope of a row is bound to, whichever table the row is in. */
export function sealedRowAad(row: SealedCredential): string {
  const { table, organizationId, connectionId, version } = row;
  switch (table) {
    case 'credential_versions':
      return credentialAad({
        organizationId: organizationId ?? '',
        connectionId: connectionId ?? '',
        version: version ?? 0,
      });
    case 'oauth_apps':
      return oauthAppAad(row);
    case 'sso_providers':
      return ssoProviderAad(row);
    case 'event_subscriptions':
    case 'event_subscriptions.previous':
      return subscriptionAad(row);
    case 'webhook_endpoints':
    case 'webhook_endpoints.previous':
      return endpointAad(row);
  }
}
