import type { RuntimeContext } from '../call/runtime-context.ts';
import { proveInstall } from './prove-install.ts';
import { startInstall } from './start-install.ts';
import type { AppInstalls } from './types.ts';

/** Installing apps over one runtime. */
export function createAppInstalls(runtime: RuntimeContext): AppInstalls {
  return {
    start: (target, state, options = {}) => startInstall(runtime, target, state, options),
    prove: (target, returned, options = {}) => proveInstall(runtime, target, returned, options),
  };
}
