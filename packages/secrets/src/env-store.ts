import { PatchbayError } from '@patchbay/schema';
import type { AuthRefStore } from './auth-ref-resolver.ts';

export interface EnvStoreOptions {
  env: Readonly<Record<string, string | undefined>>;
  /** Names that may be read; `*` at the end stands for any rest. Default `PATCHBAY_SECRET_*`. */
  allow?: readonly string[] | undefined;
}

/**
 * Secrets in environment variables. Only names the operator set aside for it, because whoever may write a connection
 * chooses the reference: `DATABASE_URL` must not be within reach.
 */
export function createEnvStore({ env, allow = ['PATCHBAY_SECRET_*'] }: EnvStoreOptions): AuthRefStore {
  return {
    async read({ path, key }) {
      if (!allow.some((pattern) => isMatch(pattern, path))) {
        throw new PatchbayError(
          'forbidden',
          `The variable ${path} may not be used as a credential. Allowed are ${allow.join(', ')}: rename it, or ask the operator to list it in PATCHBAY_AUTHREF_ENV.`,
        );
      }
      const value = env[path];
      if (value === undefined || value === '') return null;
      const secret = key === null ? value : readEntry(value, key);
      return secret === null ? null : { secret };
    },
  };
}

function isMatch(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

/** With a key the variable holds a JSON object. */
function readEntry(text: string, key: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    const entry =
      typeof value === 'object' && value !== null ? Object.entries(value).find(([name]) => name === key) : null;
    return typeof entry?.[1] === 'string' ? entry[1] : null;
  } catch {
    return null;
  }
}
