import type { WebhookDelivery, WebhookDeliverySummary } from '@patchbay/db';
import { readWebhookPayload } from '@patchbay/runtime';
import { redactSecrets } from '@patchbay/secrets';
import type { WebhookDeliveryDetail, WebhookDeliveryView } from '../dto/index.ts';
import { toIso } from '../support/to-iso.ts';
import { toStoredRequest } from './stored-request.ts';

/** Largest payload that is shown; a larger one is named by its size. Bytes. */
const shownBytes = 256 * 1024;

export function toWebhookDelivery(row: WebhookDeliverySummary): WebhookDeliveryView {
  return {
    id: row.id,
    connectionId: row.connectionId,
    webhookId: row.endpointId,
    providerSlug: row.providerSlug,
    deliveryId: row.deliveryId,
    event: row.event,
    action: row.action,
    tenant: row.tenant,
    status: row.status,
    attemptCount: row.attemptCount,
    error: row.error,
    outcome: row.outcome,
    bodyBytes: row.bodyBytes,
    signedAt: toIso(row.signedAt),
    receivedAt: toIso(row.receivedAt),
    handledAt: toIso(row.handledAt),
  };
}

/** With what it says. Values that look like secrets are masked, by name and by form. */
export function toWebhookDeliveryDetail(row: WebhookDelivery): WebhookDeliveryDetail {
  const { body, ...summary } = row;
  const isShown = body.length <= shownBytes;
  return {
    ...toWebhookDelivery({ ...summary, bodyBytes: body.length }),
    contentType: row.contentType,
    headers: row.headers,
    payload: isShown ? redactSecrets(readWebhookPayload(toStoredRequest(row))) : null,
    isPayloadTooLarge: !isShown,
  };
}
