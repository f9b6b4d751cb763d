import type { RunError } from '@patchbay/db';
import { isProviderError } from '@patchbay/runtime';
import { isPatchbayError } from '@patchbay/schema';

/** Why a run failed, for people. What is not ours becomes a plain sentence: its text may hold anything. */
export function toRunError(error: unknown): RunError {
  if (isProviderError(error)) {
    return { code: error.code, class: error.class, message: error.message, nextStep: error.nextStep };
  }
  if (isPatchbayError(error)) {
    return {
      code: error.code,
      class: 'validation',
      message: error.message,
      nextStep: 'Correct what the message names, then run it again.',
    };
  }
  return {
    code: 'internal',
    class: 'bug',
    message: 'Something went wrong inside Patchbay.',
    nextStep: 'Run it again; when it fails again, give an administrator the id of this run.',
  };
}
