import type { AuthStrategies } from './auth-strategy.ts';

/** No credentials. */
export const none: AuthStrategies['none'] = {
  credentialHeaders: () => [],
  apply() {},
};
