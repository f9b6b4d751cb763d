import { type AuthMethod, credentialFields } from '@patchbay/schema';
import { ProviderError } from '../errors/provider-error.ts';
import { readMembers } from '../fields/read-members.ts';

/** Credentials with those that stand inside a JSON field beside it. Throws `auth_invalid` for a field that lacks one. */
export function openMembers(
  method: AuthMethod,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  let values = given;
  for (const [name, field] of Object.entries(credentialFields(method))) {
    const text = given[name];
    if (field.type !== 'secret' || !field.members || !text) continue;
    const members = readMembers(field.members, text);
    if (!members.ok)
      throw new ProviderError('auth_invalid', `The ${field.label ?? name} ${members.problem}.`, {
        nextStep: 'Paste the whole text as the provider gave it.',
        nothingSent: true,
      });
    values = { ...values, ...members.values };
  }
  return values;
}
