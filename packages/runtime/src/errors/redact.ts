const shortestSecret = 4;

/** Replaces secrets in a text. */
export type Redact = (text: string) => string;

/** No secrets to hide. */
export const redactNothing: Redact = (text) => text;

/**
 * Hides the values of credentials, and the forms they travel in: percent-encoded, base64, and base64 of `user:password`.
 * Values of fewer than four characters are left: hiding every "a" of a text would hide the text.
 */
export function createRedact(credentials: Readonly<Record<string, string>>, others: readonly string[] = []): Redact {
  const values = [...Object.values(credentials), ...others].filter((value) => value.length >= shortestSecret);
  if (values.length === 0) return redactNothing;
  const forms = new Set<string>();
  for (const value of values) {
    forms.add(value);
    forms.add(encodeURIComponent(value));
    forms.add(JSON.stringify(value).slice(1, -1));
    forms.add(toBase64(value));
    for (const name of Object.values(credentials)) forms.add(toBase64(`${name}:${value}`));
    forms.add(toBase64(`:${value}`));
  }
  // Longest first, so that a secret that is part of another does not leave the rest of it standing.
  const ordered = [...forms].sort((a, b) => b.length - a.length);
  return (text) => ordered.reduce((rest, form) => rest.replaceAll(form, '[redacted]'), text);
}

function toBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}
