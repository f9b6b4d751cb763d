import type { PatchbayClient } from '@patchbay/client';

/**
 * Makes one call of the API and answers with what it said. Throws a ToolFailure with a sentence for people when it refuses or cannot
 * be reached.
 */
export type Ask = <Data>(
  call: (client: PatchbayClient) => Promise<{ data?: Data; error?: unknown; response: Response }>,
) => Promise<Data>;
