import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** What Prometheus reads. Labels hold names of ours only: never a path, an id or anything a caller sent. */
export interface Metrics {
  requests: Counter<'method' | 'route' | 'status'>;
  requestDuration: Histogram<'method' | 'route'>;
  healthChecks: Counter<'provider' | 'status'>;
  testDuration: Histogram<'provider'>;
  sqlStatements: Counter;
  render(): Promise<{ contentType: string; text: string }>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
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
    async render() {
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}
