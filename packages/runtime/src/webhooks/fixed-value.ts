import { matchesAny } from './constant-time.ts';
import { requireSome } from './keys.ts';
import { readLocator } from './locate.ts';
import { WebhookRefusal } from './webhook-refusal.ts';
import type { WebhookStrategy } from './webhook-strategy.ts';

/** A fixed secret value somewhere in the delivery. It proves who sends, not what: the body is not covered. */
export const fixedValue: WebhookStrategy<'static'> = ({ verify, request, secrets }) => {
  const expected = requireSome(secrets.filter((secret) => secret !== ''));
  const value = readLocator(verify.in, request);
  if (value === null)
    throw new WebhookRefusal('signature_missing', 'The delivery does not carry the value it should prove itself with.');
  if (!value.startsWith(verify.prefix))
    throw new WebhookRefusal('signature_malformed', `The value does not begin with "${verify.prefix}".`);
  if (!matchesAny([value.slice(verify.prefix.length)], expected))
    throw new WebhookRefusal('signature_mismatch', 'The value is not the one set up for this endpoint.');
  return {};
};
