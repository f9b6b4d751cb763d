import { PatchbayError } from '@patchbay/schema';

export function ssoProviderNotFound(): PatchbayError {
  return new PatchbayError('not_found', 'There is no such identity provider. The list shows those there are.');
}
