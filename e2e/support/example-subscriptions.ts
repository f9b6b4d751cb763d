import { setTimeout as delay } from 'node:timers/promises';
import type { EventSubscription } from '@patchbay/client';
import type { Handler } from '@patchbay/testing';
import type { ApiClient } from './api-client.ts';

/** Takes every event, except where it has broken down or is gone for good. */
export const receiveEvents: Handler = (request, response) => {
  request.resume();
  const status = { '/broken': 500, '/gone': 410 }[request.url ?? ''] ?? 204;
  response.writeHead(status).end();
};

async function waitFor<Value>(read: () => Promise<Value>, isReached: (value: Value) => boolean): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const value = await read();
    if (isReached(value)) return;
    if (Date.now() > deadline) throw new Error(`What was waited for did not come: ${JSON.stringify(value)}`);
    await delay(50);
  }
}

export interface ExampleSubscriptions {
  /** Deliveries come through. */
  working: string;
  /** Its receiver answers 500. */
  failing: string;
  /** Its receiver answered 410. */
  disabled: string;
  paused: string;
}

/** Event subscriptions in every state, once something has happened. */
export async function createExampleSubscriptions(api: ApiClient, url: string): Promise<ExampleSubscriptions> {
  const add = async (name: string, path: string, more: object = {}) => {
    const created = await api.post<EventSubscription>('/event-subscriptions', { name, url: `${url}${path}`, ...more });
    return created.id;
  };
  const working = await add('Deployment dashboard', '/patchbay');
  const failing = await add('Tickets of the platform team', '/broken', {
    types: ['connection.error', 'connection.reauth_required', 'sync.failed'],
  });
  const disabled = await add('The chat bot nobody looks after', '/gone', { types: ['connection.created'] });
  const paused = await add('Nightly report', '/report', { types: ['sync.completed'], enabled: false });
  await api.post(`/event-subscriptions/${working}/test`);
  return { working, failing, disabled, paused };
}

/** Waits until what happened has reached the receivers, as far as it does. */
export async function waitForDeliveries(api: ApiClient, { working, failing, disabled }: ExampleSubscriptions) {
  const get = (id: string) => api.get<EventSubscription>(`/event-subscriptions/${id}`);
  await waitFor(
    () => get(working),
    ({ lastDeliveredAt }) => lastDeliveredAt !== null,
  );
  await waitFor(
    () => get(failing),
    ({ failingSince }) => failingSince !== null,
  );
  await waitFor(
    () => get(disabled),
    ({ status }) => status === 'disabled',
  );
}
