import { schemesOf } from '@patchbay/runtime';
import type { Manifest } from '@patchbay/schema';
import type { WebhookOffer } from '../dto/index.ts';
import { toFieldViews } from '../fields/to-field-view.ts';
import { keySourceOf } from '../webhooks/endpoint-secrets.ts';

/** What a form needs to make a webhook of this provider; null when it sends none. */
export function toWebhookOffer({ webhooks }: Manifest): WebhookOffer | null {
  if (!webhooks) return null;
  const { lifecycle, events, setup, source = null } = webhooks;
  const [resource = null] = lifecycle?.resource ? toFieldViews({ resource: lifecycle.resource }) : [];
  return {
    scheme: webhooks.verify.type,
    schemes: [...schemesOf(webhooks)].map(([id, scheme]) => ({
      id,
      type: scheme.type,
      secretFrom: keySourceOf(scheme),
      reason: scheme.type === 'none' ? scheme.reason : null,
    })),
    events: Object.entries(events).map(([name, { description }]) => ({ name, description })),
    resource,
    canRegister: lifecycle?.create !== undefined,
    canTest: lifecycle?.test !== undefined,
    setup,
    source,
  };
}
