import type { CredentialFieldState } from '@patchbay/db';
import { type AuthMethod, credentialFields, grantedCredentials } from '@patchbay/schema';
import { maskLastFour } from '@patchbay/secrets';

/** Credentials of one version, before they are sealed. */
export interface CredentialValues {
  /** Field name → secret. */
  sealed: Record<string, string>;
  /** Field name → `authref://` URI. */
  authRefs: Record<string, string>;
}

/** True for a reference to a secret that is kept elsewhere. */
export function isAuthRef(value: string): boolean {
  return value.startsWith('authref://');
}

/** Keeps references apart from values to be sealed. Numbers and choices are kept as text. */
export function toCredentialValues(values: Record<string, unknown>): CredentialValues {
  const sealed: Record<string, string> = {};
  const authRefs: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (isAuthRef(text)) authRefs[name] = text;
    else sealed[name] = text;
  }
  return { sealed, authRefs };
}

/** Where the credentials are kept. */
export function credentialSourceOf({ sealed, authRefs }: CredentialValues): 'sealed' | 'authref' | 'none' {
  if (Object.keys(authRefs).length > 0) return 'authref';
  return Object.keys(sealed).length > 0 ? 'sealed' : 'none';
}

/** What may be shown of each field: whether it is set, and the last four characters of a long enough value. */
export function toFieldStates(method: AuthMethod, values: CredentialValues): CredentialFieldState[] {
  const typed = Object.keys(credentialFields(method)).map((name) => {
    const sealed = values.sealed[name];
    return {
      name,
      isSet: sealed !== undefined || values.authRefs[name] !== undefined,
      mask: sealed === undefined ? null : maskLastFour(sealed),
    };
  });
  // Nobody typed tokens in, so nobody would recognise their last characters.
  const granted = grantedCredentials(method).map((name) => ({
    name,
    isSet: values.sealed[name] !== undefined,
    mask: null,
  }));
  return [...typed, ...granted];
}
