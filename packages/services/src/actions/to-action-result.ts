import type { RunError } from '@patchbay/db';
import type { OperationResult } from '@patchbay/runtime';
import type { ActionResult } from '../dto/index.ts';
import { withNextStep } from '../support/with-next-step.ts';

/** Why a result is none; null for a success. */
export function errorOf({ success, error, skippedOffline }: OperationResult): RunError | null {
  if (error) return error;
  if (!skippedOffline && success) return null;
  const message = skippedOffline ? 'Not sent: Patchbay is offline.' : 'The operation did not succeed.';
  return {
    code: 'offline',
    class: 'offline',
    message,
    nextStep: 'Post the payload by hand, or run it again when Patchbay is online.',
  };
}

/** What callers get of a result. */
export function toActionResult({
  success,
  result,
  items,
  truncated,
  error,
  skippedOffline,
  skippedPayload,
}: OperationResult): ActionResult {
  return {
    success,
    ...(result !== undefined && { result }),
    ...(items !== undefined && { items }),
    ...(truncated && { truncated }),
    ...(error && {
      error: {
        code: error.code,
        class: error.class,
        message: withNextStep(error.message, error.nextStep),
        isTransient: error.isTransient,
        whoseFault: error.whoseFault,
        ...(error.retryAfterSeconds !== undefined && { retryAfterSeconds: error.retryAfterSeconds }),
        ...(error.status !== undefined && { status: error.status }),
      },
    }),
    skippedOffline,
    ...(skippedPayload !== undefined && { skippedPayload }),
  };
}
