import type { TestResult } from '@patchbay/runtime';
import type { TestOutcome } from '../dto/index.ts';
import { toIso } from '../support/to-iso.ts';

/** What callers get of a test. */
export function toTestOutcome({ rateLimit, error, ...result }: TestResult): TestOutcome {
  return {
    ok: result.ok,
    latencyMs: result.latencyMs,
    account: result.account,
    scopes: result.scopes,
    missingScopes: result.missingScopes,
    rateLimit: rateLimit && {
      limit: rateLimit.limit,
      remaining: rateLimit.remaining,
      resetAt: toIso(rateLimit.resetAt === null ? null : new Date(rateLimit.resetAt)),
    },
    steps: result.steps,
    error: error && {
      code: error.code,
      class: error.class,
      message: error.message,
      whoseFault: error.whoseFault,
      nextStep: error.nextStep,
    },
  };
}
