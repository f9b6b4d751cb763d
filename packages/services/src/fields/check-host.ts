import { isPatchbayError } from '@patchbay/schema';
import type { ServiceDeps } from '../types.ts';

/** What the egress policy has against the URL, or null. A name is judged again once it is resolved, at each call. */
export function checkHost(url: URL, egress: ServiceDeps['egress']): string | null {
  try {
    egress.checkUrl(url);
    return null;
  } catch (error) {
    if (isPatchbayError(error)) return `cannot be used: ${error.message}`;
    throw error;
  }
}
