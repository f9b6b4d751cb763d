import { locate, verifyWebhook, type WebhookRequest } from '@patchbay/runtime';
import type { Webhooks, WebhookVector, WebhookVerify } from '@patchbay/schema';

/** A delivery with what it is checked against. */
export interface Delivery {
  request: WebhookRequest;
  secret: string;
  settings: Readonly<Record<string, string>>;
  /** When it arrives, in milliseconds since 1970. */
  nowMs: number;
}

/** The scheme a vector is signed with; null when the manifest has none at that place. */
export function schemeOf({ verify, alternatives }: Webhooks, { scheme }: WebhookVector): WebhookVerify | null {
  return scheme === 'verify' ? verify : (alternatives[scheme] ?? null);
}

export function toDelivery({ request, secret, settings, now }: WebhookVector): Delivery {
  const rawBody =
    request.bodyBase64 === undefined ? Buffer.from(request.body ?? '') : Buffer.from(request.bodyBase64, 'base64');
  const { method, url, headers } = request;
  return { request: { method, url, headers, rawBody }, secret, settings, nowMs: Date.parse(now) };
}

/** Why the real runtime refuses a delivery, or null when it accepts it. */
export async function refusalOf(webhooks: Webhooks, scheme: WebhookVerify, delivery: Delivery): Promise<string | null> {
  const verdict = await verifyWebhook(scheme, delivery.request, delivery.secret === '' ? [] : [delivery.secret], {
    clock: { now: () => delivery.nowMs },
    settings: delivery.settings,
    ...(webhooks.delivery ? { delivery: webhooks.delivery } : {}),
  });
  return verdict.ok ? null : verdict.message;
}

/** What is wrong with a vector: refused, or read as something else. */
export async function vectorFaults(webhooks: Webhooks, vector: WebhookVector): Promise<string[]> {
  const scheme = schemeOf(webhooks, vector);
  if (!scheme) return [`names the alternative ${vector.scheme}, which there is not`];
  const delivery = toDelivery(vector);
  const refusal = await refusalOf(webhooks, scheme, delivery);
  if (refusal !== null) return [`is refused: ${refusal}`];
  const found: string[] = [];
  const event = webhooks.event ? locate(webhooks.event, delivery.request) : null;
  if (event !== vector.expect.event)
    found.push(`names the event ${quote(event)} instead of ${quote(vector.expect.event)}`);
  const id = webhooks.delivery ? locate(webhooks.delivery, delivery.request) : null;
  if (vector.expect.delivery !== undefined && id !== vector.expect.delivery)
    found.push(`has the delivery id ${quote(id)} instead of ${quote(vector.expect.delivery)}`);
  return found;
}

function quote(value: string | null): string {
  return value === null ? 'nothing' : JSON.stringify(value);
}
