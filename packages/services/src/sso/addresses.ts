import type { ServiceSettings } from '../types.ts';

/** Where the sign-in library answers, on the admin's origin: there the session's cookie is set. */
export function ssoAddresses({ appUrl }: Pick<ServiceSettings, 'appUrl'>, providerId: string) {
  const base = `${appUrl}/api/auth/sso`;
  const metadataUrl = `${base}/saml2/sp/metadata?providerId=${providerId}`;
  return {
    redirectUrl: `${base}/callback/${providerId}`,
    acsUrl: `${base}/saml2/sp/acs/${providerId}`,
    metadataUrl,
    entityId: metadataUrl,
  };
}
