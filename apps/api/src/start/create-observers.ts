import type { CallObserver, Observer } from '@patchbay/services';
import type { Metrics } from '../metrics.ts';

const changes = ['added', 'updated', 'deleted', 'unchanged'] as const;

/** Counts what the runtime and the services tell. */
export function createObservers(metrics: Metrics): { observe: CallObserver; observer: Observer } {
  return {
    observe({ provider, outcome, durationMs }) {
      metrics.providerCalls.inc({ provider, outcome });
      metrics.providerCallDuration.observe({ provider }, durationMs / 1_000);
    },
    observer: {
      runEnded({ provider, kind, status, durationMs, stats }) {
        metrics.runs.inc({ provider, kind, status });
        if (durationMs !== null) metrics.runDuration.observe({ kind }, durationMs / 1_000);
        for (const change of changes) if (stats[change] > 0) metrics.records.inc({ provider, change }, stats[change]);
      },
      tokensRenewed: ({ provider, outcome }) => metrics.tokenRefreshes.inc({ provider, outcome }),
      annotated({ provider, operation, status, durationMs }) {
        metrics.annotations.inc({ provider, operation, status });
        metrics.annotationDuration.observe({ provider, operation }, durationMs / 1_000);
      },
      webhookReceived: ({ provider, outcome }) => metrics.webhookDeliveries.inc({ provider, outcome }),
      deliveryAttempted: ({ outcome }) => metrics.eventDeliveries.inc({ outcome }),
    },
  };
}
