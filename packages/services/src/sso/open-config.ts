import { open } from '@patchbay/secrets';
import type { ServiceDeps } from '../types.ts';
import { ssoProviderAad } from './sso-provider-aad.ts';

/** The stored configuration with its secret, as the sign-in library reads it. For that library alone. */
export function openSsoConfig(
  { keyRing }: Pick<ServiceDeps, 'keyRing'>,
  row: { id: string; organizationId: string | null; oidcConfig: string | null; envelope: string | null },
): string | null {
  if (row.oidcConfig === null || row.envelope === null) return row.oidcConfig;
  const secrets = JSON.parse(open(keyRing, row.envelope, ssoProviderAad(row))) as object;
  return JSON.stringify({ ...(JSON.parse(row.oidcConfig) as object), ...secrets });
}
