import {
  attemptDelivery,
  type ClaimedDelivery,
  claimDeliveries,
  eventsChannel,
  publishedChannel,
  publishPendingEvents,
  type ServiceDeps,
} from '@patchbay/services';
import { repeat } from './repeat.ts';

export interface EventWorkOptions {
  /** How often is looked without being woken, in milliseconds. */
  pollMs?: number | undefined;
  /** Deliveries this process sends at once, and of those how many to one subscription. */
  concurrency?: number | undefined;
  perSubscription?: number | undefined;
}

export interface EventWork {
  /** Takes nothing new; deliveries at hand get `timeoutMs` to end and go to another process then. */
  stop(timeoutMs: number): Promise<void>;
}

const batchSize = 500;

/** Publishes events as they are committed and sends deliveries as they are due. Any number of processes may do so. */
export async function startEventWork(deps: ServiceDeps, options: EventWorkOptions = {}): Promise<EventWork> {
  const { pollMs = 1_000, concurrency = 32, perSubscription = 8 } = options;
  const stopping = new AbortController();
  const underWay = new Map<string, number>();
  const sending = new Set<Promise<void>>();

  const publisher = repeat({
    pollMs,
    onError: (error) => report('could not publish events', error),
    work: async () => (await publishPendingEvents(deps, { limit: batchSize })) === batchSize,
  });
  const deliverer = repeat({
    pollMs,
    onError: (error) => report('could not take deliveries', error),
    async work() {
      const free = concurrency - sending.size;
      if (free <= 0) return false;
      const claimed = await claimDeliveries(deps, { limit: free, limitPerSubscription: perSubscription, underWay });
      for (const delivery of claimed) send(delivery);
      return false;
    },
  });

  function send(claimed: ClaimedDelivery): void {
    const { id } = claimed.subscription;
    underWay.set(id, (underWay.get(id) ?? 0) + 1);
    const done = attemptDelivery(deps, claimed, { signal: stopping.signal })
      .then(
        () => {},
        // It is taken again when this process's time with it is over.
        (error: unknown) => report('could not keep what came of a delivery', error),
      )
      .finally(() => {
        const left = (underWay.get(id) ?? 1) - 1;
        if (left > 0) underWay.set(id, left);
        else underWay.delete(id);
        sending.delete(done);
        // There is room for the next one.
        deliverer.wake();
      });
    sending.add(done);
  }

  function report(what: string, error: unknown): void {
    const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
    deps.logger.error({ error: { name, message } }, what);
  }

  const stopListening = await Promise.all([
    deps.db.listen(eventsChannel, () => publisher.wake()),
    deps.db.listen(publishedChannel, () => deliverer.wake()),
  ]);
  publisher.wake();
  deliverer.wake();

  return {
    async stop(timeoutMs) {
      for (const stop of stopListening) await stop();
      await Promise.all([publisher.stop(), deliverer.stop()]);
      const timer = setTimeout(() => stopping.abort(new Error('Patchbay is stopping')), timeoutMs);
      await Promise.all(sending);
      clearTimeout(timer);
    },
  };
}
