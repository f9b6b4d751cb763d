import { handleWebhookDeliveries, type ServiceDeps, webhookChannel } from '@patchbay/services';
import { repeat } from './repeat.ts';

export interface WebhookWork {
  /** Takes nothing new; a delivery at hand is handled to its end. */
  stop(): Promise<void>;
}

const batchSize = 50;

/** Handles deliveries of webhooks as they are stored. Any number of processes may do so. */
export async function startWebhookWork(
  deps: ServiceDeps,
  { pollMs = 1_000 }: { pollMs?: number } = {},
): Promise<WebhookWork> {
  const stopping = new AbortController();
  const handler = repeat({
    pollMs,
    onError: (error) =>
      deps.logger.error(
        { error: error instanceof Error ? error.message : String(error) },
        'could not handle deliveries',
      ),
    work: async () =>
      (await handleWebhookDeliveries(deps, { limit: batchSize, signal: stopping.signal })) === batchSize,
  });
  const stopListening = await deps.db.listen(webhookChannel, () => handler.wake());
  handler.wake();
  return {
    async stop() {
      stopping.abort(new Error('Patchbay is stopping'));
      await stopListening();
      await handler.stop();
    },
  };
}
