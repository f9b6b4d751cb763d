import type { ErrorClass } from '@patchbay/schema';

/** One request that was sent to a provider and answered, or not. */
export interface ObservedCall {
  /** Id of the manifest. */
  provider: string;
  /** How it ended. */
  outcome: 'success' | 'cancelled' | ErrorClass;
  durationMs: number;
}

/** Told of every request to a provider, for metrics. Must not throw. */
export type CallObserver = (call: ObservedCall) => void;
