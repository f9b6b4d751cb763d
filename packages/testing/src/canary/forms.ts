/** Base64 of text that stands anywhere inside a longer encoded text: what is the same at each of the three alignments. */
function base64Cores(bytes: Buffer): string[] {
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    const first = Math.ceil((shift * 8) / 6);
    return encoded.slice(first, Math.floor(((shift + bytes.length) * 8) / 6));
  });
}

/** A text in every spelling it may be written in: as it is, escaped, in hexadecimal, and in base64 at any alignment. */
export function formsOf(secret: string): [form: string, text: string][] {
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

/** Whatever it is, as text with all that is in it. */
export function toText(value: unknown): string {
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

/** The first spelling of a secret that stands in a text; null when there is none. */
export function findForm(text: string, forms: ReturnType<typeof formsOf>): string | null {
  const lowerText = text.toLowerCase();
  const hit = forms.find(([form, needle]) => (form === 'in hexadecimal' ? lowerText : text).includes(needle));
  return hit?.[0] ?? null;
}
