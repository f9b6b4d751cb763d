import type { CallError } from '../types.ts';
import type { ProviderError } from './provider-error.ts';
import { type Redact, redactNothing } from './redact.ts';

/** A ProviderError as plain data for results. */
export function toCallError(error: ProviderError, redact: Redact = redactNothing): CallError {
  return {
    code: error.code,
    class: error.class,
    message: redact(error.message),
    isTransient: error.isRetryable,
    whoseFault: error.whoseFault,
    nextStep: error.nextStep,
    ...(error.status === undefined ? {} : { status: error.status }),
    ...(error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds }),
  };
}
