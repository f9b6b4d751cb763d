import { sso } from '@better-auth/sso';
import { APIError } from 'better-auth/api';
import type { AuthSettings, StoredProvider } from './auth-settings.ts';

/** Paths of the plugin that /api/v1 has its own routes for, which know roles, seal secrets and write the audit log. */
export const ssoManagementPaths = [
  '/sso/register',
  '/sso/providers',
  '/sso/get-provider',
  '/sso/update-provider',
  '/sso/delete-provider',
  '/sso/request-domain-verification',
  '/sso/verify-domain',
];

/** Sign-in by OpenID Connect and SAML 2.0 at the identity provider a domain is proven for. */
export function singleSignOn(settings: AuthSettings) {
  return sso({
    domainVerification: { enabled: true },
    // Read along with the row, so that the sealed secret can be put back.
    schema: { ssoProvider: { additionalFields: { envelope: { type: 'string', required: false, input: false } } } },
    // Memberships are ours: better-auth knows only two of the roles.
    organizationProvisioning: { disabled: true },
    provisionUserOnEveryLogin: true,
    provisionUser: async ({ user, userInfo, provider }) => {
      await settings.sso.onSignIn({
        providerId: provider.providerId,
        userId: user.id,
        email: user.email,
        attributes: userInfo,
      });
      await settings.onChange();
    },
    saml: {
      enableInResponseToValidation: true,
      allowIdpInitiated: false,
      requireTimestamps: true,
      clockSkew: 60_000,
      algorithms: { onDeprecated: 'reject' },
    },
  });
}

/** The id of the identity provider in the path of a request to the plugin; null for every other request. */
export function providerOfPath(
  context: { path?: string | undefined; params?: Record<string, string | undefined> | undefined } | null | undefined,
): string | null {
  if (!context?.path?.startsWith('/sso/')) return null;
  return context.params?.providerId ?? null;
}

/** Refuses addresses outside the domain the organization has proven: its identity provider has no say about them. */
export function requireOwnDomain(
  email: string,
  provider: Pick<StoredProvider, 'domain' | 'domainVerified'> | null,
): void {
  const domain = email.split('@')[1]?.toLowerCase();
  if (provider?.domainVerified && domain === provider.domain) return;
  throw new APIError('FORBIDDEN', {
    code: 'EMAIL_OUTSIDE_DOMAIN',
    message: 'The identity provider signed in an address outside the domain of the organization.',
  });
}

/**
 * Refuses to open an account of another organization: its people are not the identity provider's. Who belongs to nobody yet, or to
 * the provider's organization alone, is let in.
 */
export function requireOwnAccount(
  memberships: readonly { organizationId: string }[],
  organizationId: string | null,
): void {
  if (memberships.every((membership) => membership.organizationId === organizationId)) return;
  throw new APIError('FORBIDDEN', {
    code: 'ACCOUNT_OF_ANOTHER_ORGANIZATION',
    message: 'This address has an account in another organization. Sign in with its password.',
  });
}
