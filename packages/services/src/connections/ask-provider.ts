import type { Connection as StoredConnection } from '@patchbay/db';
import type { TestResult } from '@patchbay/runtime';
import { testOf } from '@patchbay/schema';
import { recordRun } from '../runs/record-run.ts';
import type { ServiceContext } from '../types.ts';
import { loadTarget } from './load-target.ts';

export interface AskProviderParams {
  connection: Pick<StoredConnection, 'id' | 'providerSlug'>;
  kind: 'test' | 'health';
  /** Whether its run is written before the provider is asked; else once it has answered. Default: true. */
  isWrittenAhead?: boolean;
  /** Whether a run not written ahead is kept. Default: always. */
  isKept?: (result: TestResult) => boolean;
}

/** Asks the provider whether the connection works, as a run with the steps in its log. Changes nothing. */
export async function askProvider(
  context: ServiceContext,
  { connection, kind, isWrittenAhead = true, isKept }: AskProviderParams,
): Promise<{ result: TestResult; runId: string }> {
  const { target, credentials } = await loadTarget(context, connection.id);
  const method = target.manifest.auth.find(({ id }) => id === target.authMethod);
  const name = testOf(target.manifest, method).operation;
  const run = { connection, kind, name, secrets: credentials, isWrittenAhead };
  return recordRun(
    context,
    { ...run, ...(isKept && { isKept: ({ result }: { result: TestResult }) => isKept(result) }) },
    async ({ id, callOptions, log }) => {
      const result = await context.deps.runtime.testConnection(target, callOptions);
      // Broken off, it found nothing.
      context.signal?.throwIfAborted();
      for (const step of result.steps) log(step.status === 'failed' ? 'error' : 'info', `${step.id}: ${step.message}`);
      const requests = result.steps.some(({ status }) => status !== 'skipped') ? 1 : 0;
      return { value: { result, runId: id }, requests, error: result.error };
    },
  );
}

/** What a check that found nothing wrong says. */
export const worksMessage = 'The provider answered and accepted the credentials.';

/** The provider answered something, whatever it was. */
export function isReached({ steps }: Pick<TestResult, 'steps'>): boolean {
  return steps.some(({ id, status }) => id === 'reach' && status === 'passed');
}
