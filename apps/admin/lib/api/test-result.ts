import type { TestResult } from '@patchbay/client';

/** A test's whole answer, kept in the page's memory only: the API stores its verdict. */
export interface HeldTestResult {
  at: string;
  result: TestResult;
}

export function testResultKey(connectionId: string) {
  return ['connections', connectionId, 'test-result'] as const;
}
