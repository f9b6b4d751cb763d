import type { ProviderDetail } from '@patchbay/client';
import { t } from '#messages/en.ts';

/** One way to sign in at a provider, with its fields. */
export type AuthMethod = ProviderDetail['authMethods'][number];

export function authMethodsOf(provider: ProviderDetail): readonly AuthMethod[] {
  return provider.authMethods;
}

export function findAuthMethod(provider: ProviderDetail, id: string): AuthMethod | undefined {
  return authMethodsOf(provider).find((method) => method.id === id);
}

/** Whether people sign in at the provider in their browser: there is nothing to type in here. */
export function signsInAtProvider(method: AuthMethod): boolean {
  return method.type === 'oauth2' && method.fields.length === 0;
}

/** What a method without fields takes instead; null when it has fields. */
export function describeNeed(method: AuthMethod): string | null {
  if (method.fields.length > 0) return null;
  return signsInAtProvider(method) ? t.oauth.signInAt : t.provider.noSecret;
}
