import {
  type Connection,
  getConnection,
  getWebhookEndpoint,
  hasEarlierBody,
  type WebhookDelivery,
  type WebhookEndpoint,
} from '@patchbay/db';
import { mapWebhookRecord, type WebhookRecord } from '@patchbay/runtime';
import { isPatchbayError, type Manifest } from '@patchbay/schema';
import type { ServiceDeps } from '../types.ts';
import { toStoredRequest } from './stored-request.ts';
import { maxHandleAttempts, repeatWindowMs } from './webhook-policy.ts';

/** What there is to do about a delivery. */
export type DeliveryPlan =
  | { status: 'ignored'; note: string }
  | { status: 'failed'; error: string }
  | {
      status: 'handled';
      connection: Connection;
      manifest: Manifest;
      record: WebhookRecord | null;
      syncs: string[];
      note: string | null;
    };

/** Plans deliveries that are handled together: what several of them need is looked up once. */
export function createDeliveryPlanner(deps: ServiceDeps): (delivery: WebhookDelivery) => Promise<DeliveryPlan> {
  const connections = new Map<string, Promise<Connection | null>>();
  const endpoints = new Map<string, Promise<WebhookEndpoint | null>>();

  function connectionOf({ organizationId, connectionId: id }: WebhookDelivery): Promise<Connection | null> {
    const known = connections.get(id) ?? getConnection(deps.db.orm, { organizationId, id });
    connections.set(id, known);
    return known;
  }

  function endpointOf({ organizationId, endpointId: id }: WebhookDelivery): Promise<WebhookEndpoint | null> {
    const known = endpoints.get(id) ?? getWebhookEndpoint(deps.db.orm, { organizationId, id });
    endpoints.set(id, known);
    return known;
  }

  /** With no moment signed, an equal body may be an old delivery sent again under another id. */
  async function isRepeat({ endpointId, id, bodyHash, receivedAt, signedAt }: WebhookDelivery): Promise<boolean> {
    if (signedAt !== null) return false;
    const since = new Date(receivedAt.getTime() - repeatWindowMs);
    return hasEarlierBody(deps.db.orm, { endpointId, id, bodyHash, since });
  }

  return async (delivery) => {
    const ignore = (note: string): DeliveryPlan => ({ status: 'ignored', note });
    if (delivery.attemptCount > maxHandleAttempts)
      return {
        status: 'failed',
        error: `Handling it was begun ${maxHandleAttempts} times and never came to an end.`,
      };
    const connection = await connectionOf(delivery);
    const manifest = deps.registry.get(delivery.providerSlug);
    if (!connection || !manifest?.webhooks) return ignore('Its connection or its provider is gone.');
    if (connection.status === 'paused')
      return ignore('The connection was paused. Its syncs read what changed once it is resumed.');
    if (connection.status === 'disconnected') return ignore('The connection was disconnected.');
    const { event } = delivery;
    const { events } = manifest.webhooks;
    if (event === null) return ignore('The delivery does not name its event.');
    const declared = Object.hasOwn(events, event) ? events[event] : undefined;
    if (!declared)
      return ignore(
        `Nothing is done about "${event.slice(0, 100)}": the manifest of ${manifest.name} does not name it.`,
      );
    const endpoint = await endpointOf(delivery);
    if (endpoint?.events && !endpoint.events.includes(event))
      return ignore('This webhook does not want the event. Choose it there when it should be handled.');
    const facts = { status: 'handled', connection, manifest } as const;
    const rereads = [...new Set([...declared.syncs, ...(declared.record ? [declared.record.sync] : [])])];
    // A scheme that proves nothing makes a delivery a hint: what it says is read again from the provider.
    if (delivery.isHint) return { ...facts, record: null, syncs: rereads, note: null };
    let record: WebhookRecord | null;
    try {
      record = mapWebhookRecord(manifest, event, toStoredRequest(delivery));
    } catch (error) {
      if (!isPatchbayError(error)) throw error;
      return { status: 'failed', error: error.message };
    }
    if (record && (await isRepeat(delivery)))
      return {
        ...{ ...facts, record: null, syncs: rereads },
        note: 'The same payload came before, so it was not written but read again from the provider.',
      };
    return { ...facts, record, syncs: declared.syncs, note: null };
  };
}
