import { isPatchbayError, type PatchbayError } from '@patchbay/schema';

/** The PatchbayError the work throws; fails when it throws nothing or something else. */
export async function catchError(work: () => Promise<unknown>): Promise<PatchbayError> {
  try {
    await work();
  } catch (error) {
    if (isPatchbayError(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
