import type { ProviderDetail } from '@patchbay/client';

/** One way to sign in at a provider, with its fields. */
export type AuthMethod = ProviderDetail['authMethods'][number];

export function authMethodsOf(provider: ProviderDetail): readonly AuthMethod[] {
  return provider.authMethods;
}

export function findAuthMethod(provider: ProviderDetail, id: string): AuthMethod | undefined {
  return authMethodsOf(provider).find((method) => method.id === id);
}
