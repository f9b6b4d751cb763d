import type { AuthMethod } from '@patchbay/schema';
import { apiKey } from './api-key.ts';
import type { AuthStrategies, AuthStrategy } from './auth-strategy.ts';
import { awsSigv4 } from './aws-sigv4.ts';
import { basic } from './basic.ts';
import { bearer } from './bearer.ts';
import { custom } from './custom.ts';
import { githubApp } from './github-app.ts';
import { hmacRequest } from './hmac-request.ts';
import { jwt } from './jwt.ts';
import { mtls } from './mtls.ts';
import { none } from './none.ts';
import { oauth2 } from './oauth2.ts';
import { registryBearer } from './registry-bearer.ts';
import { secretUrl } from './secret-url.ts';
import { session } from './session.ts';

const strategies = {
  none,
  api_key: apiKey,
  basic,
  bearer,
  registry_bearer: registryBearer,
  oauth2,
  jwt,
  github_app: githubApp,
  aws_sigv4: awsSigv4,
  session,
  hmac_request: hmacRequest,
  mtls,
  secret_url: secretUrl,
  custom,
} satisfies AuthStrategies;

/** The strategy of a method. Its context must hold that same method. */
export function strategyFor(method: AuthMethod): AuthStrategy {
  return strategies[method.type] as AuthStrategy;
}
