import { type AuthMethod, credentialFields } from '@patchbay/schema';
import { ProviderError } from '../errors/provider-error.ts';

/** A credential by field name; null when it is optional and not given. Throws `auth_invalid` when it is required. */
export function readCredential(
  field: string,
  context: {
    method: AuthMethod;
    credentials: Readonly<Record<string, string>>;
    settings: Readonly<Record<string, unknown>>;
  },
): string | null {
  const { method, credentials, settings } = context;
  const given = Object.hasOwn(credentials, field) ? credentials[field] : settings[field];
  if (typeof given === 'string' && given !== '') return given;
  const declared = credentialFields(method)[field];
  if (!declared?.required) return null;
  throw new ProviderError('auth_invalid', `The connection has no ${declared.label ?? field}.`, {
    nextStep: 'Enter the credentials of the connection.',
    nothingSent: true,
  });
}
