import { createPatchbayClient, type PatchbayClient } from '@patchbay/client';

/** The client of a page in the browser: same origin, session cookie. */
export const api: PatchbayClient = createPatchbayClient({ baseUrl: '' });
