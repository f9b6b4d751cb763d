import type { WebhookVerify } from '@patchbay/schema';
import { webhookStrategies } from './strategies.ts';
import { WebhookRefusal, type WebhookRefusalReason } from './webhook-refusal.ts';
import type { WebhookRequest } from './webhook-request.ts';
import type { WebhookOptions, WebhookStrategy, WebhookType } from './webhook-strategy.ts';

export type WebhookVerdict =
  | {
      ok: true;
      /** `none` proves nothing: what such a delivery says must be read again from the provider. */
      scheme: WebhookType;
      /** When it was signed, in milliseconds since 1970, where the provider says so. */
      timestamp?: number;
    }
  | { ok: false; reason: WebhookRefusalReason; message: string };

/**
 * Whether a delivery comes from whoever knows the secret, checked on its raw bytes in constant time. Never throws: whatever is
 * missing, malformed or unexpected is a refusal. `secrets` are those of the endpoint, several while they are rotated, or the
 * credential the scheme names as its key; empty for schemes whose key is a setting.
 */
export async function verifyWebhook(
  verify: WebhookVerify,
  request: WebhookRequest,
  secrets: readonly string[],
  options: WebhookOptions,
): Promise<WebhookVerdict> {
  try {
    // A name such as `toString` would find something else, which refuses nothing.
    if (!Object.hasOwn(webhookStrategies, verify.type)) throw new TypeError();
    const strategy = webhookStrategies[verify.type] as WebhookStrategy;
    const { timestamp } = await strategy({ ...options, verify, request, secrets });
    return { ok: true, scheme: verify.type, ...(timestamp === undefined ? {} : { timestamp }) };
  } catch (error) {
    if (error instanceof WebhookRefusal) return { ok: false, reason: error.reason, message: error.message };
    // Other messages may quote the delivery or a key.
    const name = error instanceof Error ? error.name : 'error';
    return { ok: false, reason: 'check_failed', message: `The delivery could not be checked (${name}).` };
  }
}
