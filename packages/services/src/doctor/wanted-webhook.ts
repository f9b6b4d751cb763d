import type { RunStep, WebhookEndpoint } from '@patchbay/db';

/** A step that waits for one webhook: a run that begins with it looks at that webhook alone. */
export function waitingFor(endpoint: WebhookEndpoint): RunStep {
  return {
    ...{ id: `webhook_delivery ${endpoint.id}`, label: `${webhookName(endpoint)}: a test delivery`, status: 'waiting' },
    ...{ seen: null, fault: null, fix: null, bundle: [], durationMs: null },
    data: { webhookId: endpoint.id },
  };
}

/** The webhook that is asked for; null when none is. */
export function wantedWebhook(steps: readonly RunStep[] | null): string | null {
  const wanted = steps?.find(({ data }) => data?.webhookId !== undefined)?.data?.webhookId;
  return typeof wanted === 'string' ? wanted : null;
}

/** What a webhook is called in a step. */
export function webhookName({ resource }: Pick<WebhookEndpoint, 'resource'>): string {
  return resource ? `Webhook of ${resource}` : 'Webhook';
}
