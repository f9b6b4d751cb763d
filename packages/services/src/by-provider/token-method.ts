import { type AuthMethod, credentialFields, type Manifest, PatchbayError } from '@patchbay/schema';
import { checkCredentials, requireNoProblems } from '../connections/check-connection-input.ts';
import type { ServiceDeps } from '../types.ts';

/** The way to sign in to a provider with one secret and nothing else. */
export interface TokenMethod {
  manifest: Manifest;
  method: AuthMethod;
  /** The field the secret goes into. */
  field: string;
}

/** The first method of a provider that asks for one key or token; null when there is none. */
export function findTokenMethod(manifest: Manifest): TokenMethod | null {
  for (const method of manifest.auth) {
    if (method.type !== 'api_key' && method.type !== 'bearer') continue;
    const [first, ...others] = Object.entries(credentialFields(method));
    if (first?.[1].type === 'secret' && others.length === 0) return { manifest, method, field: first[0] };
  }
  return null;
}

/** The same; throws `not_found` when there is none. */
export function requireTokenMethod(manifest: Manifest): TokenMethod {
  const found = findTokenMethod(manifest);
  if (found) return found;
  throw new PatchbayError(
    'not_found',
    `${manifest.name} is not signed in to with a token alone. Use POST /integrations/${manifest.id}/configure.`,
  );
}

/** Throws `invalid_input` at `path` for a token of none of the shapes the provider gives. */
export function requireWellFormed(
  { egress, authRefs }: Pick<ServiceDeps, 'egress' | 'authRefs'>,
  { method, field }: TokenMethod,
  { token, path }: { token: string; path: string },
): void {
  const { problems } = checkCredentials(method, { [field]: token }, { egress, stores: authRefs.stores });
  requireNoProblems(problems.map(({ message }) => ({ path, message })));
}

/** What a token is called when nobody named it: the provider, and the way to sign in. */
export function tokenName({ manifest, method }: TokenMethod): string {
  const label = (method.label ?? 'token').replace(/(^| )[a-z]/g, (letter) => letter.toUpperCase());
  return `${manifest.name} ${label}`;
}
