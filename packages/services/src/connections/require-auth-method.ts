import { closestName } from '@patchbay/registry';
import { isAuthTypeSupported } from '@patchbay/runtime';
import { type AuthMethod, type Manifest, PatchbayError } from '@patchbay/schema';
import { invalidInput } from '../support/parse-input.ts';
import { toWordsList } from '../support/to-words-list.ts';

/** The auth method of that id; the first this server can run when none is named. Throws `invalid_input` or `unsupported`. */
export function requireAuthMethod(manifest: Manifest, id: string | undefined): AuthMethod {
  const usable = manifest.auth.filter((method) => isAuthTypeSupported(method.type));
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
  if (!isAuthTypeSupported(method.type)) {
    const others = usable.map((candidate) => candidate.id);
    throw new PatchbayError(
      'unsupported',
      `This version of Patchbay cannot sign in to ${manifest.name} with "${method.id}" yet.${others.length > 0 ? ` Use ${toWordsList(others)}.` : ''}`,
      { data: { supportedAuthMethods: others } },
    );
  }
  return method;
}
