import type { CredentialVersion } from '@patchbay/db';
import { type AuthMethod, credentialFields } from '@patchbay/schema';
import type { KeyRing } from '@patchbay/secrets';
import { isBlank } from '../fields/check-fields.ts';
import { type CredentialValues, toCredentialValues } from './credential-values.ts';
import { openCredentialVersion } from './open-version.ts';

export interface MergedCredentials {
  /** What was given, without the blanks that mean "keep". */
  given: Record<string, unknown>;
  /** Fields whose old value stays. */
  kept: ReadonlySet<string>;
  /** The whole set: checked new values over the old ones. */
  complete(checked: Record<string, unknown>): CredentialValues;
}

/** Lays new credentials over the current version of the same sign-in method. Another method starts from nothing. */
export function mergeCredentials(
  keyRing: KeyRing,
  method: AuthMethod,
  current: CredentialVersion | null,
  given: Record<string, unknown>,
): MergedCredentials {
  const fields = credentialFields(method);
  const isSameMethod = current !== null && current.authMethod === method.id;
  const old: CredentialValues = isSameMethod ? openCredentialVersion(keyRing, current) : { sealed: {}, authRefs: {} };
  const kept = new Set(
    Object.keys(fields).filter((name) => {
      if (old.sealed[name] === undefined && old.authRefs[name] === undefined) return false;
      if (!Object.hasOwn(given, name)) return true;
      return isBlank(given[name]) && fields[name]?.type === 'secret';
    }),
  );
  return {
    given: Object.fromEntries(Object.entries(given).filter(([name]) => !kept.has(name))),
    kept,
    complete(checked) {
      const values = toCredentialValues(checked);
      for (const name of kept) {
        const sealed = old.sealed[name];
        const authRef = old.authRefs[name];
        if (sealed !== undefined) values.sealed[name] = sealed;
        if (authRef !== undefined) values.authRefs[name] = authRef;
      }
      return values;
    },
  };
}
