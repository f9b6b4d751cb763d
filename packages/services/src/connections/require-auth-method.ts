import { closestName } from '@patchbay/registry';
import { type AuthMethod, type Manifest, PatchbayError } from '@patchbay/schema';
import { invalidInput } from '../support/parse-input.ts';
import { toWordsList } from '../support/to-words-list.ts';
import type { ServiceSettings } from '../types.ts';
import { isMethodOffered } from './is-method-offered.ts';

/** The auth method of that id; the first this installation offers when none is named. Throws `invalid_input` or `unsupported`. */
export function requireAuthMethod(
  manifest: Manifest,
  id: string | undefined,
  settings: Pick<ServiceSettings, 'allowImplicitGrant'>,
): AuthMethod {
  const usable = manifest.auth.filter((method) => isMethodOffered(method, settings));
  const method =
    id === undefined ? (usable[0] ?? manifest.auth[0]) : manifest.auth.find((candidate) => candidate.id === id);
  if (!method) {
    const ids = manifest.auth.map((candidate) => candidate.id);
    const nearest = closestName(id ?? '', ids);
    const hint = nearest ? `did you mean "${nearest}"?` : `use one of ${toWordsList(ids)}`;
    throw invalidInput([
      { path: 'authMethod', message: `${manifest.name} has no sign-in method "${(id ?? '').slice(0, 100)}"; ${hint}` },
    ]);
  }
  if (!isMethodOffered(method, settings)) {
    const others = usable.map((candidate) => candidate.id);
    throw new PatchbayError(
      'unsupported',
      `"${method.id}" of ${manifest.name} hands tokens out in addresses (OAuth's implicit grant), which the operator of this installation has not switched on.${others.length > 0 ? ` Use ${toWordsList(others)}.` : ''}`,
      { data: { supportedAuthMethods: others } },
    );
  }
  return method;
}
