import type { AuthMethod, AuthType } from '@patchbay/schema';
import { apiKey } from './api-key.ts';
import type { AuthStrategies, AuthStrategy } from './auth-strategy.ts';
import { basic } from './basic.ts';
import { bearer } from './bearer.ts';
import { none } from './none.ts';
import { registryBearer } from './registry-bearer.ts';
import { unsupported } from './unsupported.ts';

const strategies = {
  none,
  api_key: apiKey,
  basic,
  bearer,
  registry_bearer: registryBearer,
  oauth2: unsupported,
  jwt: unsupported,
  github_app: unsupported,
  aws_sigv4: unsupported,
  session: unsupported,
  hmac_request: unsupported,
  mtls: unsupported,
  custom: unsupported,
} satisfies AuthStrategies;

/** The strategy of a method. Its context must hold that same method. */
export function strategyFor(method: AuthMethod): AuthStrategy {
  return strategies[method.type] as AuthStrategy;
}

/** Whether this version signs in with methods of this type. */
export function isAuthTypeSupported(type: AuthType): boolean {
  return strategies[type] !== unsupported;
}
