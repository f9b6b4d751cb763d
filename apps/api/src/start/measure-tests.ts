import type { ServiceDeps } from '@patchbay/services';
import type { Metrics } from '../metrics.ts';

type Runtime = ServiceDeps['runtime'];

/** The same runtime, whose tests of connections are counted and timed by provider, whoever asked for them. */
export function measureTests(runtime: Runtime, metrics: Metrics): Runtime {
  return {
    ...runtime,
    async testConnection(target, options) {
      const provider = target.manifest.id;
      const stop = metrics.testDuration.startTimer({ provider });
      const result = await runtime.testConnection(target, options);
      stop();
      const status = result.ok ? 'healthy' : result.error?.isTransient ? 'degraded' : 'unhealthy';
      metrics.healthChecks.inc({ provider, status });
      return result;
    },
  };
}
