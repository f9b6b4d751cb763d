const mask = '[redacted]';

/** Names under which senders put secrets. */
const secretNames =
  /^(.*[-_.])?(token|secret|password|passwd|passphrase|authorization|cookie|credentials?|api[-_]?key|private[-_]?key|access[-_]?key|client[-_]?secret|signing[-_]?secret)$|(Token|Secret|Password|ApiKey|PrivateKey|AccessKey)$/;

/** What secrets look like wherever they stand. */
const secretForms =
  /\b(gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeprs]-[\w-]{10,}|sk-[\w-]{20,}|AKIA[0-9A-Z]{16}|whsec_[A-Za-z0-9+/=]{20,}|eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]+)|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)|\b(?<=:\/\/[^/\s:@]{1,100}:)[^/\s@]+(?=@)/g;

/**
 * Takes out of something a stranger sent what looks like a secret, by the name it stands under and by its form. A guess, unlike `redact`,
 * which knows the secrets: it misses what has no telling name, and hides what only sounds like one.
 */
export function redactSecrets(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.replace(secretForms, mask);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 100) return mask;
  if (Array.isArray(value)) return value.map((item) => redactSecrets(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      typeof item === 'string' && item !== '' && secretNames.test(name) ? mask : redactSecrets(item, depth + 1),
    ]),
  );
}
