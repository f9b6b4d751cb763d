import type { AuthStrategies } from './auth-strategy.ts';
import { readCredential } from './credential.ts';

/** HTTP Basic authentication. */
export const basic: AuthStrategies['basic'] = {
  credentialHeaders: () => ['authorization'],
  apply(request, context) {
    const { usernameField, passwordField } = context.method.config;
    const username = readCredential(usernameField, context);
    const password = readCredential(passwordField, context);
    if (username === null && password === null) return;
    request.headers.authorization = basicCredentials(username ?? '', password ?? '');
  },
};

/** The value of an Authorization header; UTF-8, as RFC 7617 recommends. */
export function basicCredentials(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}
