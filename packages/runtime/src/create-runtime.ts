import { PatchbayError } from '@patchbay/schema';
import type { Runtime, RuntimeDeps } from './types.ts';

/** Makes the runtime: the one thing that talks to providers. */
export function createRuntime(_deps: RuntimeDeps): Runtime {
  const refuse = () => {
    throw new PatchbayError('unsupported', 'The runtime is not wired yet.');
  };
  return { execute: refuse, testConnection: refuse, fetchFull: refuse, discover: refuse, proxy: refuse };
}
