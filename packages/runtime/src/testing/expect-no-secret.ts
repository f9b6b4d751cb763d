import { assertNoCanary } from '@patchbay/testing';
import type { LogLine } from '../types.ts';
import type { TestRuntime } from './test-runtime.ts';

/** Throws when one of the secrets stands in what the runtime logged or in what a call gave. */
export function expectNoSecret(
  secrets: readonly string[],
  { logged }: Pick<TestRuntime, 'logged'>,
  results: unknown,
  lines: readonly LogLine[] = [],
): void {
  for (const secret of secrets) assertNoCanary(secret, { logged, results, lines });
}
