/** Takes known secrets out of what is about to be logged, stored or shown. */
export interface Redactor {
  /** The same value with every secret replaced by `[redacted]`, at any depth. Errors become plain objects. */
  redact<Value>(value: Value): Value;
  redactText(text: string): string;
  /** Knows more secrets from now on. */
  add(secrets: readonly string[]): void;
}

const replacement = '[redacted]';
/** Shorter ones would blacken words everywhere, and are guessed faster than read. */
const shortestSecret = 4;
const shortestBase64 = 6;

/**
 * Knows each secret as it is, URL-encoded, JSON-escaped, in hex, and inside base64 at any offset, which covers
 * `Basic base64(user:secret)`. Secrets of less than four characters are left alone.
 */
export function createRedactor(secrets: readonly string[] = []): Redactor {
  const forms = new Set<string>();
  let pattern: RegExp | null = null;

  function add(added: readonly string[]): void {
    for (const secret of added) {
      if (secret.length < shortestSecret) continue;
      for (const form of formsOf(secret)) forms.add(form);
    }
    // Longest first: a secret that holds another one is replaced whole.
    const sorted = [...forms].sort((a, b) => b.length - a.length);
    pattern = sorted.length === 0 ? null : new RegExp(sorted.map(escapePattern).join('|'), 'g');
  }

  function redactText(text: string): string {
    return pattern === null ? text : text.replace(pattern, replacement);
  }

  add(secrets);
  return {
    add,
    redactText,
    redact: <Value>(value: Value) => redactValue(value, redactText, new WeakSet()) as Value,
  };
}

/** Takes `secrets` out of one value. */
export function redact<Value>(value: Value, secrets: readonly string[]): Value {
  return createRedactor(secrets).redact(value);
}

function redactValue(value: unknown, redactText: (text: string) => string, parents: WeakSet<object>): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (value instanceof Uint8Array) return '[binary]';
  if (parents.has(value)) return '[circular]';
  parents.add(value);
  const inner = (item: unknown) => redactValue(item, redactText, parents);
  let result: unknown;
  if (Array.isArray(value)) result = value.map(inner);
  else if (value instanceof Map) result = new Map([...value].map(([key, item]) => [inner(key), inner(item)]));
  else if (value instanceof Set) result = new Set([...value].map(inner));
  else {
    const own = value instanceof Error ? { ...describeError(value), ...value } : value;
    result = Object.fromEntries(Object.entries(own).map(([key, item]) => [redactText(key), inner(item)]));
  }
  parents.delete(value);
  return result;
}

/** What spreading an error leaves out. */
function describeError(error: Error): Record<string, unknown> {
  const { name, message, stack, cause } = error;
  return { name, message, stack, ...(cause !== undefined && { cause }) };
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const encoded = encodeURIComponent(secret);
  return [
    secret,
    encoded,
    encoded.replaceAll('%20', '+'),
    encoded.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString('hex'),
    ...base64Forms(bytes),
  ];
}

/** What a secret looks like within base64, at each of the three places a byte may start at, in both alphabets. */
function base64Forms(bytes: Buffer): string[] {
  const forms: string[] = [];
  for (const offset of [0, 1, 2]) {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // Characters that also carry bits of what stands before or after the secret differ from text to text.
    const first = Math.ceil((offset * 8) / 6);
    const last = Math.floor(((offset + bytes.length) * 8) / 6);
    const core = text.slice(first, last);
    if (core.length < shortestBase64) continue;
    forms.push(core, core.replaceAll('+', '-').replaceAll('/', '_'));
  }
  return forms;
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
