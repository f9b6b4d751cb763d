import { createHmac } from 'node:crypto';
import { requireBodyHash } from './body-hash.ts';
import { matchesAny } from './constant-time.ts';
import { normalizeSignature } from './encoding.ts';
import { readKeys } from './keys.ts';
import { requireHeader } from './read-headers.ts';
import { readSignatureKey, readSignatures } from './signature-header.ts';
import { signedMessage } from './signed-message.ts';
import { readTimestamp, requireFresh } from './timestamp.ts';
import { WebhookRefusal } from './webhook-refusal.ts';
import type { WebhookStrategy } from './webhook-strategy.ts';

const digestBytes = { sha1: 20, sha256: 32, sha512: 64 } as const;

/** A keyed hash over declared parts of the delivery; of several signatures in the header and several secrets any pair may match. */
export const hmac: WebhookStrategy<'hmac'> = ({ verify, request, secrets, clock, delivery }) => {
  const keys = readKeys(secrets, verify.key);
  const header = requireHeader(request, verify.header);
  const given = readSignatures(header, verify.format).flatMap(
    (signature) => normalizeSignature(signature, verify.encoding, digestBytes[verify.algorithm]) ?? [],
  );
  if (given.length === 0)
    throw new WebhookRefusal(
      'signature_malformed',
      `The header ${verify.header} holds no ${verify.algorithm} signature in ${verify.encoding}.`,
    );
  const timestamp = verify.timestamp
    ? readTimestamp(verify.timestamp, request, (key) => readSignatureKey(header, verify.format, key))
    : null;
  const message = signedMessage(verify.message, { request, timestamp: timestamp?.text ?? null, delivery });
  const expected = keys.map((key) => {
    const hash = createHmac(verify.algorithm, key);
    for (const part of message) hash.update(part);
    return hash.digest(verify.encoding);
  });
  if (!matchesAny(given, expected))
    throw new WebhookRefusal('signature_mismatch', 'The signature does not belong to this delivery and this secret.');
  if (verify.bodyHash) requireBodyHash(verify.bodyHash, request);
  if (!verify.timestamp || !timestamp) return {};
  requireFresh(timestamp.at, verify.timestamp.toleranceSeconds, clock);
  return { timestamp: timestamp.at };
};
