import { readMembers } from '@patchbay/runtime';
import { type AuthMethod, credentialFields } from '@patchbay/schema';
import { keyFields } from '@patchbay/simulator';

/** A credential that showed up where it must not. */
export interface Leak {
  /** Name of the credential field; never its value. */
  credential: string;
  where: string;
}

/** Looks for secret credentials, in the spellings they travel in, in texts that are kept or shown. */
export function findLeaks(
  method: AuthMethod,
  credentials: Readonly<Record<string, string>>,
  texts: readonly { where: string; text: string }[],
): Leak[] {
  const fields = credentialFields(method);
  const isQueryKey =
    method.type === 'api_key' && method.config.in === 'query' && method.config.queryReason !== undefined;
  const mayBeInUrl = isQueryKey || method.type === 'secret_url';
  const leaks = new Map<string, Leak>();
  const secrets = Object.entries(credentials).filter(([name]) => fields[name]?.type === 'secret');
  for (const [credential, value] of [...secrets, ...keysInside(method, credentials), ...pathsOf(method, secrets)]) {
    // A short value would be found by chance.
    if (value.length < 6) continue;
    const spellings = spellingsOf(value);
    for (const { where, text } of texts) {
      if (where === 'a URL' && mayBeInUrl) continue;
      if (spellings.some((spelling) => text.includes(spelling) || decoded(text).includes(spelling)))
        leaks.set(`${credential} ${where}`, { credential, where });
    }
  }
  return [...leaks.values()];
}

/** The keys that stand inside JSON fields. Other members, such as the name of an account, may be shown. */
function keysInside(method: AuthMethod, credentials: Readonly<Record<string, string>>): [string, string][] {
  const keys = keyFields(method);
  return Object.entries(credentialFields(method)).flatMap(([name, field]) => {
    if (field.type !== 'secret' || !field.members) return [];
    const members = readMembers(field.members, credentials[name] ?? '');
    return members.ok ? Object.entries(members.values).filter(([member]) => member in keys) : [];
  });
}

/** An address that is a secret is one without its host too, as log lines write it. */
function pathsOf({ type }: AuthMethod, secrets: readonly [string, string][]): [string, string][] {
  if (type !== 'secret_url') return [];
  return secrets.flatMap(([name, value]) => (URL.canParse(value) ? [[name, new URL(value).pathname]] : []));
}

/** How a secret may be written. A PEM text shows by its longest line, whatever became of its line breaks. */
function spellingsOf(value: string): string[] {
  const lines = value.startsWith('-----BEGIN') ? value.split('\n').filter((line) => line.length === 64) : [];
  return [value, encodeURIComponent(value), ...lines];
}

/** What stands base64-encoded in a text, such as a user name and password. */
function decoded(text: string): string {
  return [...text.matchAll(/[A-Za-z0-9+/_-]{8,}/g)]
    .map(([word]) => Buffer.from(word, 'base64').toString('latin1'))
    .join(' ');
}
