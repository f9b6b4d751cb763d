import { findForm, formsOf, toText } from './forms.ts';

/**
 * Throws when the secret stands in any of the named texts or objects: as it is, URL-, form- or JSON-escaped, in hexadecimal, or in
 * base64 at any alignment (as in a Basic header). The message names the place and the form, never the secret.
 */
export function assertNoCanary(secret: string, places: Record<string, unknown>): void {
  if (secret.length < 8) throw new Error('A canary needs at least 8 characters, or it is found by chance.');
  const forms = formsOf(secret);
  const found: string[] = [];
  for (const [place, value] of Object.entries(places)) {
    const form = findForm(toText(value), forms);
    if (form !== null) found.push(`${place} (${form})`);
  }
  if (found.length > 0) throw new Error(`A secret was found in: ${found.join(', ')}.`);
}
