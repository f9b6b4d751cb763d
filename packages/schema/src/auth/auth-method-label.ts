import type { AuthMethod, AuthType } from './auth-method.ts';

const typeLabels: Record<AuthType, string> = {
  none: 'No credentials',
  api_key: 'API key',
  basic: 'User name and password',
  bearer: 'Access token',
  oauth2: 'OAuth',
  jwt: 'Signed token (JWT)',
  github_app: 'App installation',
  aws_sigv4: 'Access keys',
  session: 'Sign-in session',
  registry_bearer: 'Registry sign-in',
  hmac_request: 'Signed requests',
  mtls: 'Client certificate',
  secret_url: 'Secret address',
  custom: 'Custom',
};

/** What people read for a method. */
export function authMethodLabel(method: AuthMethod): string {
  return method.label ?? typeLabels[method.type];
}
