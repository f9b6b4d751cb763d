import { verifyWebhook, type WebhookRequest, type WebhookVerdict } from '@patchbay/runtime';
import { deliveryBody, type Webhooks, type WebhookVector, type WebhookVerify } from '@patchbay/schema';

/** A delivery with all that decides whether it is accepted. */
export interface Attempt {
  request: WebhookRequest;
  secrets: readonly string[];
  settings: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  now: number;
}

/** The scheme a vector is signed by; null when it is not signed, and when the manifest has no such alternative. */
export function schemeOf(webhooks: Webhooks, { scheme }: WebhookVector): WebhookVerify | null {
  if (scheme === 'unsigned') return null;
  return scheme === 'verify' ? webhooks.verify : (webhooks.alternatives[scheme] ?? null);
}

export function toRequest({ request }: WebhookVector): WebhookRequest {
  const { method, url, headers } = request;
  return { method, url, headers, rawBody: deliveryBody(request) };
}

export function toAttempt(vector: WebhookVector): Attempt {
  const { secret, settings, now = '1970-01-01T00:00:00Z' } = vector;
  return { request: toRequest(vector), secrets: secret === '' ? [] : [secret], settings, now: Date.parse(now) };
}

/** Holds an attempt against a scheme with the real runtime. */
export function run(scheme: WebhookVerify, attempt: Attempt, { delivery }: Webhooks): Promise<WebhookVerdict> {
  const { request, secrets, settings, now } = attempt;
  return verifyWebhook(scheme, request, secrets, {
    clock: { now: () => now },
    settings,
    ...(delivery ? { delivery } : {}),
  });
}
