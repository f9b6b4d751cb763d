import { requireBodyHash } from './body-hash.ts';
import { ED25519_SIGNATURE_BYTES, isSignedBy, readEd25519Key } from './ed25519-key.ts';
import { decodeExactly } from './encoding.ts';
import { requireHeader } from './read-headers.ts';
import { signedMessage } from './signed-message.ts';
import { readTimestamp, requireFresh } from './timestamp.ts';
import { WebhookRefusal } from './webhook-refusal.ts';
import type { WebhookStrategy } from './webhook-strategy.ts';

/** A signature anybody can check with the public key, which is a setting in hexadecimal. Secrets are not used. */
export const ed25519: WebhookStrategy<'ed25519'> = ({ verify, request, settings, clock, delivery }) => {
  const setting = settings?.[verify.publicKey.setting];
  const key = readEd25519Key(typeof setting === 'string' ? decodeExactly(setting.trim(), 'hex') : null);
  if (!key)
    throw new WebhookRefusal(
      'secret_unusable',
      `The setting ${verify.publicKey.setting} must hold the provider's public key: 64 hexadecimal digits.`,
    );
  const signature = decodeExactly(requireHeader(request, verify.header), verify.encoding);
  if (signature?.length !== ED25519_SIGNATURE_BYTES)
    throw new WebhookRefusal(
      'signature_malformed',
      `The header ${verify.header} holds no Ed25519 signature in ${verify.encoding}.`,
    );
  const timestamp = verify.timestamp ? readTimestamp(verify.timestamp, request, () => null) : null;
  const message = signedMessage(verify.message, { request, timestamp: timestamp?.text ?? null, delivery });
  if (!isSignedBy(key, message, signature))
    throw new WebhookRefusal('signature_mismatch', 'The signature does not belong to this delivery and this key.');
  if (verify.bodyHash) requireBodyHash(verify.bodyHash, request);
  if (!verify.timestamp || !timestamp) return {};
  requireFresh(timestamp.at, verify.timestamp.toleranceSeconds, clock);
  return { timestamp: timestamp.at };
};
