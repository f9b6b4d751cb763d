import autocannon from 'autocannon';

export interface LoadOptions {
  url: string;
  callers: number;
  seconds: number;
  headers?: Record<string, string>;
  method?: 'GET' | 'POST';
  body?: string;
}

export interface LoadResult {
  requestsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
  /** Answers that were not 2xx, and connections that broke. */
  failures: number;
}

/** Callers that ask, wait for the answer and ask again. */
export async function load(options: LoadOptions): Promise<LoadResult> {
  const { callers: connections, seconds: duration, ...request } = options;
  const result = await autocannon({ ...request, connections, duration });
  return {
    requestsPerSecond: Math.round(result.requests.average),
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    maxMs: result.latency.max,
    failures: result.non2xx + result.errors + result.timeouts,
  };
}
