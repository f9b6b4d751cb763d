import { humanize } from '#lib/format.ts';
import { t } from '#messages/en.ts';
import type { Webhook, WebhookDelivery } from './types.ts';

/** What people know a webhook by: what it hangs on, else its provider. */
export function webhookName({ resource }: Pick<Webhook, 'resource'>, providerName: string): string {
  return resource ?? providerName;
}

/** What people should know about the hook: the message of the API, else what its state means. */
export function hookMessage({ hook }: Pick<Webhook, 'hook'>): string {
  return hook.message ?? t.webhooks.hookStates[hook.state];
}

/** Making the hook anew helps where it is not there. */
export function canRepair({ hook }: Pick<Webhook, 'hook'>): boolean {
  return hook.state === 'failed' || hook.state === 'missing' || hook.state === 'removed';
}

/** What was done about a delivery, one sentence each. */
export function describeOutcome({ status, error, outcome }: Pick<WebhookDelivery, 'status' | 'error' | 'outcome'>) {
  if (status === 'received') return [t.webhooks.waits];
  if (status === 'failed') return [error ?? t.webhooks.outcomeFailed];
  const said: string[] = [];
  if (outcome?.record) {
    const { change, id, sync } = outcome.record;
    said.push(t.webhooks.recordChanged[change](id, humanize(sync).toLowerCase()));
  }
  if (outcome && outcome.syncs.length > 0)
    said.push(t.webhooks.rereads(outcome.syncs.map((sync) => humanize(sync).toLowerCase()).join(', ')));
  if (outcome?.note) said.push(outcome.note);
  return said.length > 0 ? said : [t.webhooks.nothingDone];
}
