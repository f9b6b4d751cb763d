import type { ServiceSettings } from '../types.ts';

/**
 * Where providers send people back to. On the admin's origin, which passes it on to the API: there the browser has the session that
 * the sign-in belongs to.
 */
export function oauthCallbackUrl({ appUrl }: Pick<ServiceSettings, 'appUrl'>): string {
  return `${appUrl}/api/v1/integrations/oauth/callback`;
}
