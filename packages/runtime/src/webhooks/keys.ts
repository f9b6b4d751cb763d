import type { WebhookVerify } from '@patchbay/schema';
import { decodeExactly } from './encoding.ts';
import { WebhookRefusal } from './webhook-refusal.ts';

export type KeyFormat = Extract<WebhookVerify, { type: 'hmac' }>['key'];

/** The secrets as key bytes. One that is empty or not written as declared signs nothing; throws WebhookRefusal when none is left. */
export function readKeys(secrets: readonly string[], { encoding, stripPrefix }: KeyFormat): Buffer[] {
  return requireSome(
    secrets.flatMap((secret) => {
      const text = secret.startsWith(stripPrefix) ? secret.slice(stripPrefix.length) : secret;
      const bytes = encoding === 'utf8' ? Buffer.from(text, 'utf8') : decodeExactly(text, encoding);
      return bytes && bytes.length > 0 ? [bytes] : [];
    }),
  );
}

/** Throws WebhookRefusal when there is no usable secret: an empty one would let anybody sign. */
export function requireSome<Key>(keys: readonly Key[]): Key[] {
  if (keys.length === 0)
    throw new WebhookRefusal(
      'secret_unusable',
      'No usable secret is set up for this endpoint: there is none, it is empty, or it is not written as the provider writes it.',
    );
  return [...keys];
}
