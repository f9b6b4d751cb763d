import { verifyWebhook, type WebhookRequest, type WebhookVerdict } from '@patchbay/runtime';
import type { Webhooks, WebhookVector, WebhookVerify } from '@patchbay/schema';

/** A delivery with all that decides whether it is accepted. */
export interface Attempt {
  request: WebhookRequest;
  secrets: readonly string[];
  settings: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  now: number;
}

/** The scheme a vector is signed by; null when the manifest has no such alternative. */
export function schemeOf(webhooks: Webhooks, { scheme }: WebhookVector): WebhookVerify | null {
  return scheme === 'verify' ? webhooks.verify : (webhooks.alternatives[scheme] ?? null);
}

export function toAttempt({ request, secret, settings, now }: WebhookVector): Attempt {
  const { method, url, headers, body, bodyBase64 } = request;
  const rawBody = bodyBase64 === undefined ? Buffer.from(body ?? '', 'utf8') : Buffer.from(bodyBase64, 'base64');
  return {
    request: { method, url, headers, rawBody },
    secrets: secret === '' ? [] : [secret],
    settings,
    now: Date.parse(now),
  };
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
