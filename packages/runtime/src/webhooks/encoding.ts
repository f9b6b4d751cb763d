export type BinaryEncoding = 'hex' | 'base64' | 'base64url';

/** Bytes written in an encoding; null unless it is written exactly so. Node alone skips what it cannot read. */
export function decodeExactly(text: string, encoding: BinaryEncoding): Buffer | null {
  const bytes = Buffer.from(text, encoding);
  return bytes.toString(encoding) === normalize(text, encoding) ? bytes : null;
}

/** The one way to write a signature, for comparing; null when it cannot be one of that many bytes. */
export function normalizeSignature(text: string, encoding: BinaryEncoding, length: number): string | null {
  const bytes = decodeExactly(text, encoding);
  return bytes?.length === length ? bytes.toString(encoding) : null;
}

// Digits of either case, and base64url with or without padding; all else is written in one way.
function normalize(text: string, encoding: BinaryEncoding): string {
  if (encoding === 'hex') return text.toLowerCase();
  return encoding === 'base64url' ? text.replace(/={1,2}$/, '') : text;
}
