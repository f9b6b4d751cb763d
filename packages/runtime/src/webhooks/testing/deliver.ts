import { type WebhookVerify, webhookVerifySchema } from '@patchbay/schema';
import type { z } from 'zod';
import type { HeaderInput } from '../../types.ts';
import { verifyWebhook, type WebhookVerdict } from '../verify-webhook.ts';
import type { WebhookRequest } from '../webhook-request.ts';
import type { WebhookOptions } from '../webhook-strategy.ts';

export interface Delivery {
  headers: HeaderInput;
  body?: string | Uint8Array;
  method?: string;
  url?: string;
  secrets?: readonly string[];
  /** ISO 8601. */
  now?: string;
  settings?: WebhookOptions['settings'];
  delivery?: WebhookOptions['delivery'];
}

export function toRequest({ headers, body = '', method = 'POST', url = 'https://hooks.example.com/d' }: Delivery) {
  const rawBody = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
  return { method, url, headers, rawBody } satisfies WebhookRequest;
}

/** Holds one delivery against a scheme, written as in a manifest. */
export function deliver(scheme: z.input<typeof webhookVerifySchema>, given: Delivery): Promise<WebhookVerdict> {
  const verify: WebhookVerify = webhookVerifySchema.parse(scheme);
  const { secrets = ['secret'], now = '2026-11-21T10:00:00Z', settings, delivery } = given;
  return verifyWebhook(verify, toRequest(given), secrets, {
    clock: { now: () => Date.parse(now) },
    ...(settings ? { settings } : {}),
    ...(delivery ? { delivery } : {}),
  });
}
