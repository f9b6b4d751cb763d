import type { WebhookEndpoint } from '@patchbay/db';
import { schemesOf } from '@patchbay/runtime';
import { type Manifest, PatchbayError, type Webhooks, type WebhookVerify } from '@patchbay/schema';

/** The webhooks of a provider. Throws `unsupported` when its manifest declares none. */
export function requireWebhooks({ name, webhooks }: Manifest): Webhooks {
  if (webhooks) return webhooks;
  throw new PatchbayError(
    'unsupported',
    `${name} sends no webhooks that Patchbay knows of. Its syncs read what changed instead.`,
  );
}

/** The scheme an endpoint's deliveries are checked by; null when the manifest does not know it any more. */
export function schemeOfEndpoint(
  webhooks: Webhooks,
  { scheme }: Pick<WebhookEndpoint, 'scheme'>,
): WebhookVerify | null {
  return schemesOf(webhooks).get(scheme) ?? null;
}
