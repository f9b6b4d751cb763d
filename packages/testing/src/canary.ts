import { randomBytes } from 'node:crypto';

/** A secret nobody else uses, to look for in everything the product says. */
export function createCanary(): string {
  return `canary-${randomBytes(18).toString('base64url')}`;
}

/** Base64 of text that stands anywhere inside a longer encoded text: what is the same at each of the three alignments. */
function base64Cores(bytes: Buffer): string[] {
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    const first = Math.ceil((shift * 8) / 6);
    return encoded.slice(first, Math.floor(((shift + bytes.length) * 8) / 6));
  });
}

function formsOf(secret: string): [form: string, text: string][] {
  const bytes = Buffer.from(secret, 'utf8');
  const base64 = base64Cores(bytes);
  return [
    ['as it is', secret],
    ['URL-encoded', encodeURIComponent(secret)],
    ['form-encoded', new URLSearchParams({ s: secret }).toString().slice(2)],
    ['JSON-escaped', JSON.stringify(secret).slice(1, -1)],
    ['in hexadecimal', bytes.toString('hex')],
    ['in base64', base64[0] ?? ''],
    ['in base64', base64[1] ?? ''],
    ['in base64', base64[2] ?? ''],
    ...base64.map((text): [string, string] => ['in base64url', text.replaceAll('+', '-').replaceAll('/', '_')]),
  ];
}

function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  const seen = new Set<unknown>();
  return (
    JSON.stringify(value, (_key, inner: unknown) => {
      if (typeof inner === 'bigint') return String(inner);
      if (typeof inner !== 'object' || inner === null) return inner;
      if (seen.has(inner)) return '[seen]';
      seen.add(inner);
      if (inner instanceof Map || inner instanceof Set) return [...inner];
      // Errors keep their message, stack and cause where JSON does not look.
      if (inner instanceof Error) return { ...inner, message: inner.message, stack: inner.stack, cause: inner.cause };
      return inner;
    }) ?? ''
  );
}

/**
 * Throws when the secret stands in any of the named texts or objects: as it is, URL-, form- or JSON-escaped, in hexadecimal, or in
 * base64 at any alignment (as in a Basic header). The message names the place and the form, never the secret.
 */
export function assertNoCanary(secret: string, places: Record<string, unknown>): void {
  if (secret.length < 8) throw new Error('A canary needs at least 8 characters, or it is found by chance.');
  const found: string[] = [];
  for (const [place, value] of Object.entries(places)) {
    const text = toText(value);
    const lowerText = text.toLowerCase();
    const hit = formsOf(secret).find(([form, needle]) =>
      form === 'in hexadecimal' ? lowerText.includes(needle) : text.includes(needle),
    );
    if (hit) found.push(`${place} (${hit[0]})`);
  }
  if (found.length > 0) throw new Error(`A secret was found in: ${found.join(', ')}.`);
}
