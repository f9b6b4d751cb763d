import { type Manifest, PatchbayError } from '@patchbay/schema';

/** The organization has no token of the provider. */
export function tokenNotFound({ id, name }: Manifest): PatchbayError {
  return new PatchbayError(
    'not_found',
    `There is no token of ${name}. Give one to POST /integrations/${id}/token first.`,
  );
}
