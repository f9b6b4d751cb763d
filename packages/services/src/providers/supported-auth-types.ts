import type { AuthType } from '@patchbay/schema';

const supported = {
  none: true,
  api_key: true,
  basic: true,
  bearer: true,
  registry_bearer: true,
  oauth2: false,
  jwt: false,
  github_app: false,
  aws_sigv4: false,
  session: false,
  hmac_request: false,
  mtls: false,
  custom: false,
} as const satisfies Record<AuthType, boolean>;

/** Whether the runtime of this version can sign in that way. */
export function isSupportedAuthType(type: AuthType): boolean {
  return supported[type];
}
