/** One limit to keep. Calls with the same key share it, in whichever process they run. */
export interface BudgetQuota {
  key: string;
  /** Requests in a window; absent when only `concurrency` is limited. */
  limit?: number;
  /** Length of the window in milliseconds; given with `limit`. */
  windowMs?: number;
  /** Requests under way at once. */
  concurrency?: number;
}

/** What an answer told about a limit. */
export interface BudgetObservation {
  limit?: number;
  remaining?: number;
  /** When the window ends, in milliseconds since 1970. */
  resetAt?: number;
}

export interface TakeOptions {
  /** Longest wait in milliseconds. A longer one is refused at once with a PatchbayError `rate_limited`. */
  maxWaitMs: number;
  signal?: AbortSignal;
}

/** Keeps requests below what providers allow, before they are sent. */
export interface RateBudgets {
  /** Resolves when every quota has room, with a function to call once the request is over. */
  take(quotas: readonly BudgetQuota[], options: TakeOptions): Promise<() => void>;
  /** Corrects a budget by what the provider said. It never gets larger than declared. */
  observe(key: string, observation: BudgetObservation): void;
  /** Nothing passes before this moment, in milliseconds since 1970. */
  block(key: string, until: number): void;
}
