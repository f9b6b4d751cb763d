import { matchesAny } from './constant-time.ts';
import { decodeExactly } from './encoding.ts';
import { requireSome } from './keys.ts';
import { requireHeader } from './read-headers.ts';
import { WebhookRefusal } from './webhook-refusal.ts';
import type { WebhookStrategy } from './webhook-strategy.ts';

/** HTTP Basic credentials; the secret is `user:password`. They prove who sends, not what: the body is not covered. */
export const basic: WebhookStrategy<'basic'> = ({ request, secrets }) => {
  // RFC 7617: the user name holds no colon, the password may.
  const expected = requireSome(secrets.filter((secret) => /^[^:]*:./s.test(secret)));
  const [, encoded] = /^basic +(\S+)$/i.exec(requireHeader(request, 'authorization')) ?? [];
  const given = encoded === undefined ? null : decodeExactly(encoded, 'base64');
  if (given === null)
    throw new WebhookRefusal('signature_malformed', 'The header Authorization does not hold Basic credentials.');
  if (!matchesAny([given.toString('utf8')], expected))
    throw new WebhookRefusal('signature_mismatch', 'The credentials are not those set up for this endpoint.');
  return {};
};
