import { isPatchbayError, type Manifest } from '@patchbay/schema';
import { invalidInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';

/** The provider a body names: an unknown one is a wrong value, told with the nearest id. */
export function requireNamedProvider({ deps }: ServiceContext, slug: string): Manifest {
  try {
    return deps.registry.require(slug);
  } catch (error) {
    if (isPatchbayError(error)) throw invalidInput([{ path: 'providerSlug', message: error.message }]);
    throw error;
  }
}
