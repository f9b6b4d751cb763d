import { type AuthMethod, credentialFields, type ErrorDetail, isPatchbayError, type Manifest } from '@patchbay/schema';
import { parseAuthRef } from '@patchbay/secrets';
import { isAuthRef } from '../credentials/credential-values.ts';
import { checkFields } from '../fields/check-fields.ts';
import { invalidInput } from '../support/parse-input.ts';
import { toWordsList } from '../support/to-words-list.ts';
import type { ServiceDeps } from '../types.ts';

type Egress = ServiceDeps['egress'];

/** The settings to store, or problems. */
export function checkSettings(manifest: Manifest, settings: Record<string, unknown>, egress: Egress) {
  return checkFields(manifest.settings, settings, { path: 'settings', egress });
}

export interface CheckCredentialsOptions {
  egress: Egress;
  /** Names of the secret stores a reference may lead to. */
  stores: readonly string[];
  /** Fields that keep the value they have when nothing is given. */
  kept?: ReadonlySet<string>;
}

/** The credential values to store, or problems. */
export function checkCredentials(
  method: AuthMethod,
  credentials: Record<string, unknown>,
  { egress, stores, kept = new Set() }: CheckCredentialsOptions,
): { values: Record<string, unknown>; problems: ErrorDetail[] } {
  const checked = checkFields(credentialFields(method), credentials, {
    path: 'credentials',
    egress,
    kept,
    isReference: isAuthRef,
  });
  const problems = [...checked.problems];
  for (const [name, value] of Object.entries(checked.values)) {
    if (typeof value !== 'string' || !isAuthRef(value)) continue;
    const problem = authRefProblem(value, stores);
    if (problem) problems.push({ path: `credentials.${name}`, message: problem });
  }
  return { values: checked.values, problems };
}

/** Throws `invalid_input` with all problems when there are any. */
export function requireNoProblems(problems: ErrorDetail[]): void {
  if (problems.length > 0) throw invalidInput(problems);
}

function authRefProblem(uri: string, stores: readonly string[]): string | null {
  try {
    const { store } = parseAuthRef(uri);
    return stores.includes(store) ? null : `names the secret store "${store}"; known here: ${toWordsList(stores)}`;
  } catch (error) {
    if (isPatchbayError(error)) return error.message;
    throw error;
  }
}
