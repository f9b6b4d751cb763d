import type { RunBacklog } from '@patchbay/services';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What Prometheus reads. Labels hold names of ours only: never a path, an id or anything a caller sent. */
export interface Metrics {
  requests: Counter<'method' | 'route' | 'status'>;
  requestDuration: Histogram<'method' | 'route'>;
  healthChecks: Counter<'provider' | 'status'>;
  testDuration: Histogram<'provider'>;
  sqlStatements: Counter;
  providerCalls: Counter<'provider' | 'outcome'>;
  providerCallDuration: Histogram<'provider'>;
  runs: Counter<'provider' | 'kind' | 'status'>;
  runDuration: Histogram<'kind'>;
  records: Counter<'provider' | 'change'>;
  tokenRefreshes: Counter<'provider' | 'outcome'>;
  eventDeliveries: Counter<'outcome'>;
  webhookDeliveries: Counter<'provider' | 'outcome'>;
  annotations: Counter<'provider' | 'operation' | 'status'>;
  annotationDuration: Histogram<'provider' | 'operation'>;
  render(): Promise<{ contentType: string; text: string }>;
}

export interface MetricsOptions {
  /** Asked at each reading of the metrics. Without it there are none of the queue. */
  readBacklog?: () => Promise<RunBacklog>;
  /** The same of deliveries of webhooks that wait to be handled. */
  readWebhookBacklog?: () => Promise<{ waiting: number; oldestAt: Date | null }>;
}

export function createMetrics({ readBacklog, readWebhookBacklog }: MetricsOptions = {}): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  if (readBacklog) watchBacklog(readBacklog, registers);
  if (readWebhookBacklog) watchWebhookBacklog(readWebhookBacklog, registers);
  return {
    requests: new Counter({
      name: 'patchbay_http_requests_total',
      help: 'Requests answered.',
      labelNames: ['method', 'route', 'status'],
      registers,
    }),
    requestDuration: new Histogram({
      name: 'patchbay_http_request_duration_seconds',
      help: 'Time from a request to its answer.',
      labelNames: ['method', 'route'],
      buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30],
      registers,
    }),
    healthChecks: new Counter({
      name: 'integrations_health_check_total',
      help: 'Connections asked whether they work, by outcome.',
      labelNames: ['provider', 'status'],
      registers,
    }),
    testDuration: new Histogram({
      name: 'integrations_test_connection_duration_seconds',
      help: 'Time a test of a connection took.',
      labelNames: ['provider'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
      registers,
    }),
    sqlStatements: new Counter({
      name: 'patchbay_sql_statements_total',
      help: 'Statements sent to the database, those of the queue not counted.',
      registers,
    }),
    providerCalls: new Counter({
      name: 'patchbay_provider_calls_total',
      help: 'Requests to providers, by how they ended: success, cancelled, or the class of the error.',
      labelNames: ['provider', 'outcome'],
      registers,
    }),
    providerCallDuration: new Histogram({
      name: 'patchbay_provider_call_duration_seconds',
      help: 'Time a provider took to answer one request, waits for its rate limit included.',
      labelNames: ['provider'],
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
      registers,
    }),
    runs: new Counter({
      name: 'patchbay_runs_total',
      help: 'Runs that ended, by outcome.',
      labelNames: ['provider', 'kind', 'status'],
      registers,
    }),
    runDuration: new Histogram({
      name: 'patchbay_run_duration_seconds',
      help: 'Time from the start of a run to its end.',
      labelNames: ['kind'],
      buckets: [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600],
      registers,
    }),
    records: new Counter({
      name: 'patchbay_records_total',
      help: 'Records that syncs read, by what became of them: added, updated, deleted, unchanged.',
      labelNames: ['provider', 'change'],
      registers,
    }),
    tokenRefreshes: new Counter({
      name: 'patchbay_token_refreshes_total',
      help: 'Renewals of access tokens: renewed, failed, or ended when somebody has to sign in again.',
      labelNames: ['provider', 'outcome'],
      registers,
    }),
    eventDeliveries: new Counter({
      name: 'patchbay_event_deliveries_total',
      help: 'Attempts to bring an event to a subscription, by outcome.',
      labelNames: ['outcome'],
      registers,
    }),
    webhookDeliveries: new Counter({
      name: 'patchbay_webhook_deliveries_total',
      help: 'Deliveries of providers: stored, duplicate, or refused.',
      labelNames: ['provider', 'outcome'],
      registers,
    }),
    annotations: new Counter({
      name: 'scm_annotation_total',
      help: 'Comments, statuses and check runs posted to a code host, by outcome.',
      labelNames: ['provider', 'operation', 'status'],
      registers,
    }),
    annotationDuration: new Histogram({
      name: 'scm_annotation_duration_seconds',
      help: 'Time posting one took.',
      labelNames: ['provider', 'operation'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    }),
    async render() {
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}

/** Gauges that ask the database when they are read. One that does not answer leaves them out and the others in. */
function watchBacklog(read: () => Promise<RunBacklog>, registers: Registry[]): void {
  const runs = new Gauge({
    name: 'patchbay_runs_unfinished',
    help: 'Runs of the whole installation that wait or run.',
    labelNames: ['status'],
    registers,
    async collect() {
      runs.reset();
      oldest.reset();
      const backlog = await read().catch(() => null);
      if (backlog === null) return oldest.remove();
      runs.set({ status: 'queued' }, backlog.queued);
      runs.set({ status: 'running' }, backlog.running);
      oldest.set(backlog.oldestSeconds);
    },
  });
  const oldest = new Gauge({
    name: 'patchbay_runs_oldest_queued_seconds',
    help: 'How long the run has waited that waits longest; 0 when none waits.',
    registers,
  });
}

function watchWebhookBacklog(read: NonNullable<MetricsOptions['readWebhookBacklog']>, registers: Registry[]): void {
  const waiting = new Gauge({
    name: 'patchbay_webhook_deliveries_waiting',
    help: 'Deliveries of providers that are stored and wait to be handled.',
    registers,
    async collect() {
      const backlog = await read().catch(() => null);
      if (backlog === null) {
        waiting.remove();
        return oldest.remove();
      }
      waiting.set(backlog.waiting);
      oldest.set(backlog.oldestAt === null ? 0 : Math.max(0, (Date.now() - backlog.oldestAt.getTime()) / 1_000));
    },
  });
  const oldest = new Gauge({
    name: 'patchbay_webhook_deliveries_oldest_seconds',
    help: 'How long the delivery has waited that waits longest; 0 when none waits.',
    registers,
  });
}
