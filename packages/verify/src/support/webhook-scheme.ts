import type { WebhookVerify } from '@patchbay/schema';

/** What makes a scheme worth little: a message without the body, a timestamp that is not signed. */
export function schemeFaults(scheme: WebhookVerify, path: string): { message: string; fix: string }[] {
  if (!('message' in scheme)) return [];
  const found = [];
  const signsTime = scheme.message.includes('timestamp');
  const coversBody = scheme.message.some(
    (part) => part === 'body' || part === 'sorted_form' || (typeof part === 'object' && 'hashOfBody' in part),
  );
  const { bodyHash } = scheme;
  if (bodyHash && !signsPlaceOf(bodyHash.from, scheme.message))
    found.push({
      message: `where ${path} names the hash of the body is not part of the signed message`,
      fix: 'header' in bodyHash.from ? `add { header: '${bodyHash.from.header}' }` : "add 'url'",
    });
  if (!coversBody && !bodyHash)
    found.push({ message: `the ${scheme.type} message of ${path} does not hold the body`, fix: "add 'body'" });
  if (signsTime && !scheme.timestamp)
    found.push({ message: `${path} signs a timestamp but does not say where it is`, fix: 'add `timestamp`' });
  if (scheme.timestamp && !signsTime)
    found.push({ message: `the timestamp of ${path} is not part of the signed message`, fix: "add 'timestamp'" });
  return found;
}

/** Whether a delivery that is sent again is recognised by its age. A provider that signs nothing is read again anyway. */
export function isReplaySafe(scheme: WebhookVerify): boolean {
  if (scheme.type === 'standard_webhooks' || scheme.type === 'none') return true;
  return 'timestamp' in scheme && scheme.timestamp !== undefined;
}

type MessageScheme = Extract<WebhookVerify, { message: unknown }>;

/** Whoever may change the hash may change the body. */
function signsPlaceOf(
  from: NonNullable<MessageScheme['bodyHash']>['from'],
  message: MessageScheme['message'],
): boolean {
  if ('query' in from) return message.includes('url') || message.includes('query');
  const wanted = from.header.toLowerCase();
  return message.some((part) => typeof part === 'object' && 'header' in part && part.header.toLowerCase() === wanted);
}
