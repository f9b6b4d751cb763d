import type { EventSubscription } from '@patchbay/db';
import { loadTarget } from '../connections/load-target.ts';
import { requireUsable } from '../connections/require-usable.ts';
import type { EventView } from '../dto/index.ts';
import { requireIncomingMethod } from '../incoming-webhooks/incoming-method.ts';
import { sendMessage } from '../incoming-webhooks/send-message.ts';
import { withNextStep } from '../support/with-next-step.ts';
import type { ServiceDeps } from '../types.ts';
import { toMessage } from './to-message.ts';

/** Writes an event as a message through the connection of a subscription. Gives why it could not be; null when it was. */
export async function writeEvent(
  deps: ServiceDeps,
  { event, subscription }: { event: EventView; subscription: EventSubscription },
  signal: AbortSignal | undefined,
): Promise<{ message: string; retryAfterMs: number | null } | null> {
  const { organizationId, connectionId } = subscription;
  if (connectionId === null) throw new Error('a subscription without an address has a connection');
  const actor = { type: 'system', id: 'events', organizationId, role: 'member', scopes: null } as const;
  const context = { deps, actor, ...(signal && { signal }) };
  const loaded = await loadTarget(context, connectionId);
  requireUsable(loaded);
  const { method } = requireIncomingMethod(context, loaded.target.manifest.id);
  const result = await sendMessage(context, { loaded, authMethod: method.id }, toMessage(event, deps.settings));
  if (result.success) return null;
  const { error } = result;
  return {
    message: error ? withNextStep(error.message, error.nextStep) : 'It was not sent.',
    retryAfterMs: error?.retryAfterSeconds === undefined ? null : error.retryAfterSeconds * 1_000,
  };
}
