import { PatchbayError } from '@patchbay/schema';

/** There is no such key in the caller's organization. */
export function llmKeyNotFound(): PatchbayError {
  return new PatchbayError(
    'not_found',
    'There is no such key. The list shows those there are; POST /llm-keys adds one.',
  );
}
