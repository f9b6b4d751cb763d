import type { AuthMethod } from '@patchbay/schema';
import type { ServiceSettings } from '../types.ts';

/** Whether this installation signs in that way. The implicit grant hands tokens out in addresses: only where the operator wants it. */
export function isMethodOffered(method: AuthMethod, settings: Pick<ServiceSettings, 'allowImplicitGrant'>): boolean {
  return method.type !== 'oauth2' || method.config.grant !== 'implicit' || settings.allowImplicitGrant === true;
}
