import { createHash } from 'node:crypto';
import type { WebhookVerify } from '@patchbay/schema';
import { isEqualInConstantTime } from './constant-time.ts';
import { normalizeSignature } from './encoding.ts';
import { readLocator } from './locate.ts';
import { WebhookRefusal } from './webhook-refusal.ts';
import type { WebhookRequest } from './webhook-request.ts';

type BodyHash = NonNullable<Extract<WebhookVerify, { type: 'hmac' }>['bodyHash']>;

/** Holds the body against the hash the delivery names. It proves nothing unless the place of the hash is signed. Throws WebhookRefusal. */
export function requireBodyHash({ from, prefix, algorithm, encoding }: BodyHash, request: WebhookRequest): void {
  const named = readLocator(from, request);
  if (named === null)
    throw new WebhookRefusal('message_incomplete', 'The delivery does not name the hash of its body.');
  const digest = createHash(algorithm).update(request.rawBody).digest();
  const given = named.startsWith(prefix)
    ? normalizeSignature(named.slice(prefix.length), encoding, digest.length)
    : null;
  if (given === null)
    throw new WebhookRefusal(
      'signature_malformed',
      `What should be the hash of the body is no ${algorithm} in ${encoding}.`,
    );
  if (!isEqualInConstantTime(given, digest.toString(encoding)))
    throw new WebhookRefusal('signature_mismatch', 'The delivery names the hash of another body.');
}
