import { createHmac, type KeyObject } from 'node:crypto';
import { matchesAny } from './constant-time.ts';
import { ED25519_SIGNATURE_BYTES, isSignedBy, readEd25519Key } from './ed25519-key.ts';
import { decodeExactly, normalizeSignature } from './encoding.ts';
import { requireSome } from './keys.ts';
import { requireHeader } from './read-headers.ts';
import { parseTimestamp, requireFresh } from './timestamp.ts';
import { WebhookRefusal } from './webhook-refusal.ts';
import type { WebhookStrategy } from './webhook-strategy.ts';

const SECRET_PREFIX = 'whsec_';
const PUBLIC_KEY_PREFIX = 'whpk_';

/**
 * The Standard Webhooks scheme: `id.timestamp.body`, signatures separated by spaces, `v1` a keyed hash and `v1a` Ed25519. Secrets
 * are base64, with or without `whsec_`; a public key for `v1a` begins with `whpk_`. Its own library reads the clock and parses the
 * body, so the scheme is served here.
 */
export const standardWebhooks: WebhookStrategy<'standard_webhooks'> = ({ verify, request, secrets, clock }) => {
  const keys = requireSome(secrets.flatMap((secret) => readKey(secret) ?? []));
  const header = requireHeader(request, `${verify.headerPrefix}signature`);
  const id = requireHeader(request, `${verify.headerPrefix}id`, 'message_incomplete');
  const timestamp = requireHeader(request, `${verify.headerPrefix}timestamp`, 'timestamp_missing');
  const at = parseTimestamp(timestamp, 'epoch');
  const message = [Buffer.from(`${id}.${timestamp}.`, 'latin1'), request.rawBody];

  const hashes = signaturesOf(header, 'v1,').flatMap((text) => normalizeSignature(text, 'base64', 32) ?? []);
  const signatures = signaturesOf(header, 'v1a,').flatMap((text) => {
    const bytes = decodeExactly(text, 'base64');
    return bytes?.length === ED25519_SIGNATURE_BYTES ? [bytes] : [];
  });
  if (hashes.length + signatures.length === 0)
    throw new WebhookRefusal('signature_malformed', `The header ${verify.headerPrefix}signature holds no signature.`);

  const expected = keys.flatMap((key) => ('secret' in key ? [sign(key.secret, message)] : []));
  const isSigned =
    matchesAny(hashes, expected) ||
    keys.some((key) => 'publicKey' in key && signatures.some((bytes) => isSignedBy(key.publicKey, message, bytes)));
  if (!isSigned)
    throw new WebhookRefusal('signature_mismatch', 'The signature does not belong to this delivery and this secret.');
  requireFresh(at, verify.toleranceSeconds, clock);
  return { timestamp: at };
};

type Key = { secret: Buffer } | { publicKey: KeyObject };

function readKey(secret: string): Key | null {
  if (secret.startsWith(PUBLIC_KEY_PREFIX)) {
    const publicKey = readEd25519Key(decodeExactly(secret.slice(PUBLIC_KEY_PREFIX.length), 'base64'));
    return publicKey ? { publicKey } : null;
  }
  const text = secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : secret;
  const bytes = decodeExactly(text, 'base64');
  return bytes && bytes.length > 0 ? { secret: bytes } : null;
}

function signaturesOf(header: string, prefix: string): string[] {
  return header
    .split(/ +/)
    .filter((part) => part.startsWith(prefix))
    .map((part) => part.slice(prefix.length));
}

function sign(secret: Buffer, message: readonly Uint8Array[]): string {
  const hash = createHmac('sha256', secret);
  for (const part of message) hash.update(part);
  return hash.digest('base64');
}
