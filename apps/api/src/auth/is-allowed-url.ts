import { isPatchbayError } from '@patchbay/schema';
import type { ServiceDeps } from '@patchbay/services';

/** Whether the egress policy lets requests go to an address. */
export function isAllowedUrl(egress: ServiceDeps['egress'], url: string): boolean {
  try {
    egress.checkUrl(url);
    return true;
  } catch (error) {
    if (isPatchbayError(error)) return false;
    throw error;
  }
}
