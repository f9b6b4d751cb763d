import type { WebhookDelivery } from '@patchbay/db';
import type { WebhookRequest } from '@patchbay/runtime';

/** A stored delivery as the runtime reads it. */
export function toStoredRequest({ body, contentType, headers, query }: WebhookDelivery): WebhookRequest {
  return {
    method: 'POST',
    url: query === '' ? '/' : `/?${query}`,
    headers: { ...headers, ...(contentType !== null && { 'content-type': contentType }) },
    rawBody: body,
  };
}
