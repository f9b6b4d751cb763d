import type { WhoseFault } from '@patchbay/schema';

/** The outcome of one operation. A provider's refusal is an outcome, not an exception. */
export interface ActionResult {
  success: boolean;
  result?: unknown;
  items?: unknown[];
  /** The provider has more items than are answered with; of an interface: than its result was made of. */
  truncated?: boolean;
  error?: {
    code: string;
    class?: string;
    message: string;
    isTransient: boolean;
    whoseFault?: WhoseFault;
    retryAfterSeconds?: number;
    status?: number;
  };
  /** True when offline mode kept a write from being sent. */
  skippedOffline: boolean;
  /** In offline mode: the exact request, to post by hand. */
  skippedPayload?: unknown;
}
