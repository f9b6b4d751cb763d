import type { CredentialValues } from '../credentials/credential-values.ts';
import type { ServiceDeps } from '../types.ts';

/** Credentials that are not yet those of a connection, with references resolved. */
export async function resolveCredentials(
  { authRefs }: Pick<ServiceDeps, 'authRefs'>,
  values: CredentialValues,
  access: { organizationId: string; connectionId: string },
): Promise<Record<string, string>> {
  const resolved = { ...values.sealed };
  for (const [name, uri] of Object.entries(values.authRefs)) resolved[name] = await authRefs.resolve(uri, access);
  return resolved;
}
