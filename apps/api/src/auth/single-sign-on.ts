import { sso } from '@better-auth/sso';
import { APIError } from 'better-auth/api';
import type { AuthSettings, StoredProvider } from './auth-settings.ts';
import { toNonce } from './to-nonce.ts';

/** Paths of the plugin that /api/v1 has its own routes for, which know roles, seal secrets and write the audit log. */
export const ssoManagementPaths = [
  '/sso/register',
  '/sso/providers',
  '/sso/get-provider',
  '/sso/update-provider',
  '/sso/delete-provider',
  '/sso/request-domain-verification',
  '/sso/verify-domain',
  // A return that names no provider in its path: the rules about domains and sessions go by that name.
  '/sso/callback',
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
    provisionUser: async ({ user, userInfo, provider, token }) => {
      const isIn = await settings.sso.onSignIn({
        providerId: provider.providerId,
        userId: user.id,
        email: user.email,
        // Some providers tell groups in the ID token alone.
        attributes: { ...claimsOf(token?.idToken), ...withoutGaps(userInfo) },
      });
      if (!isIn) throw new APIError('FORBIDDEN', removedMember);
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
  const id = context.params?.providerId;
  if (id === undefined) throw new APIError('FORBIDDEN', { code: 'INVALID_PROVIDER', message: 'Which provider?' });
  return id;
}

/** The claims of an ID token that the library has checked. */
function claimsOf(idToken: string | undefined): Record<string, unknown> {
  if (idToken === undefined) return {};
  const claims: unknown = JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString('utf8'));
  return typeof claims === 'object' && claims !== null ? { ...claims } : {};
}

/**
 * Refuses a return without an ID token, or with that of another sign-in: somebody else's code, put into one's own return, would sign
 * in as them where the identity provider does not know PKCE. The library asks for no nonce.
 */
export function requireOwnIdToken(
  context: { path?: string | undefined; query?: Record<string, unknown> | undefined } | null | undefined,
  idToken: string | null | undefined,
  secret: string,
): void {
  if (!context?.path?.startsWith('/sso/callback/')) return;
  if (!idToken) throw new APIError('FORBIDDEN', { code: 'INVALID_PROVIDER', message: 'There is no ID token.' });
  const state = context.query?.state;
  const claims = claimsOf(idToken);
  if (typeof state !== 'string' || claims.nonce !== toNonce(secret, state))
    throw new APIError('FORBIDDEN', { code: 'STATE_MISMATCH', message: 'The ID token is that of another sign-in.' });
  // The userinfo may leave it out.
  if (isUnverified(claims)) throw new APIError('FORBIDDEN', unverifiedAddress);
}

function withoutGaps(userInfo: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(userInfo).filter(([, value]) => value !== undefined));
}

/** Whether an address is in the domain the organization has proven: about others its identity provider has no say. */
export function isInOwnDomain(
  email: string | null | undefined,
  provider: Pick<StoredProvider, 'domain' | 'domainVerified'> | null,
): boolean {
  const [name, domain, ...rest] = email?.toLowerCase().split('@') ?? [];
  return provider?.domainVerified === true && name !== '' && domain === provider.domain && rest.length === 0;
}

export const outsideDomain = {
  code: 'EMAIL_OUTSIDE_DOMAIN',
  message: 'The identity provider signed in an address outside the domain of the organization.',
};

export const unverifiedAddress = {
  code: 'EMAIL_NOT_VERIFIED',
  message: 'The identity provider says that it has not checked whose address this is.',
};

export const removedMember = {
  code: 'REMOVED_FROM_ORGANIZATION',
  message: 'You were removed from this organization. One of its owners or admins can invite you again.',
};

/** Whether OpenID Connect says outright that an address is only what somebody typed. Many servers of companies say nothing. */
export function isUnverified(profile: Record<string, unknown> | undefined): boolean {
  return profile?.email_verified === false || profile?.email_verified === 'false';
}

export interface Membership {
  organizationId: string;
  role: string;
}

/**
 * Refuses to open an account of another organization: its people are not the identity provider's. Who belongs to nobody yet, or to
 * the provider's organization alone, is let in.
 */
export function requireOwnAccount(memberships: readonly Membership[], organizationId: string | null): void {
  if (memberships.every((membership) => membership.organizationId === organizationId)) return;
  throw new APIError('FORBIDDEN', {
    code: 'ACCOUNT_OF_ANOTHER_ORGANIZATION',
    message: 'This address has an account in another organization. Sign in with its password.',
  });
}

/** Whether somebody is an owner of the organization. */
export function isOwnerOf(memberships: readonly Membership[], organizationId: string | null): boolean {
  return memberships.some((membership) => membership.organizationId === organizationId && membership.role === 'owner');
}
