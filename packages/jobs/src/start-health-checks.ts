import { createHealthPoller, type ServiceDeps } from '@patchbay/services';
import { startTicker } from './start-ticker.ts';

/** Checks connections by and by: looks every few seconds, and as soon as a place is free. */
export function startHealthChecks(
  deps: ServiceDeps,
  { places, everyMs }: { places: number; everyMs: number },
): { stop(): Promise<void> } {
  const poller = createHealthPoller(deps, {
    places,
    // One provider that does not answer leaves half of the places to others.
    perProvider: Math.max(1, Math.floor(places / 2)),
    onPlaceFree: () => ticker.soon(),
  });
  const ticker = startTicker({
    everyMs,
    tick: () => poller.look(),
    onError: (error) =>
      deps.logger.error({ error: error instanceof Error ? error.message : String(error) }, 'health checks failed'),
  });
  return {
    async stop() {
      await ticker.stop();
      await poller.stop();
    },
  };
}
