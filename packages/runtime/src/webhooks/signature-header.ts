import type { WebhookVerify } from '@patchbay/schema';
import { WebhookRefusal } from './webhook-refusal.ts';

type HeaderFormat = Extract<WebhookVerify, { type: 'hmac' }>['format'];

/** The signatures a header holds, without what stands before them. Throws WebhookRefusal when there is none of the declared form. */
export function readSignatures(value: string, format: HeaderFormat): string[] {
  const found = listSignatures(value, format).filter((signature) => signature !== '');
  if (found.length === 0)
    throw new WebhookRefusal('signature_malformed', 'The signature header holds no signature of the declared form.');
  return found;
}

/** The one value of a key in a `key=value` header; null when there is none or there are several. */
export function readSignatureKey(value: string, format: HeaderFormat, key: string): string | null {
  if (format.type !== 'key_value_list') return null;
  const found = pairsOf(value, format.separator).filter(([name]) => name === key);
  return found.length === 1 ? (found[0]?.[1] ?? null) : null;
}

function listSignatures(value: string, format: HeaderFormat): string[] {
  switch (format.type) {
    case 'plain':
      return withPrefix([value], format.prefix);
    case 'space_list':
      return withPrefix(value.split(/ +/), format.prefix);
    case 'comma_list':
      return withPrefix(
        value.split(',').map((part) => part.trim()),
        format.prefix,
      );
    case 'key_value_list':
      return pairsOf(value, format.separator)
        .filter(([name]) => name === format.key)
        .map(([, signature]) => signature);
  }
}

function withPrefix(values: readonly string[], prefix: string): string[] {
  return values.filter((value) => value.startsWith(prefix)).map((value) => value.slice(prefix.length));
}

// Base64 ends with equals signs, so only the first one divides.
function pairsOf(value: string, separator: string): [string, string][] {
  return value.split(separator).flatMap((part): [string, string][] => {
    const mark = part.indexOf('=');
    return mark < 0 ? [] : [[part.slice(0, mark).trim(), part.slice(mark + 1).trim()]];
  });
}
