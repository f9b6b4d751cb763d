import { type CallOptions, type FetchedRecord, isProviderError, type Runtime, type Target } from '@patchbay/runtime';
import { type ErrorClass, type Fixture, isPatchbayError } from '@patchbay/schema';

/** What a call gave, whatever kind of call it was. */
export interface Outcome {
  errorClass: ErrorClass | null;
  /** Message and next step of the error, or null. */
  error: string | null;
  /** The message alone. */
  sentence: string | null;
  /** How long the error asks to wait; null when it does not. */
  retryAfterSeconds: number | null;
  result: unknown;
  /** Items, records or resources. */
  items: readonly unknown[] | null;
  records: readonly FetchedRecord[];
  resources: readonly Record<string, unknown>[];
  account: { id: string; label: string } | null;
  scopes: string[] | null;
  rateLimit: { limit: number | null; remaining: number | null } | null;
}

const nothing: Outcome = {
  errorClass: null,
  error: null,
  sentence: null,
  retryAfterSeconds: null,
  result: undefined,
  items: null,
  records: [],
  resources: [],
  account: null,
  scopes: null,
  rateLimit: null,
};

/** Makes the call of a fixture. Never throws for what the provider or the manifest does. */
export async function runCall(
  runtime: Runtime,
  target: Target,
  call: Fixture['call'],
  options: CallOptions,
): Promise<Outcome> {
  try {
    if ('test' in call) {
      const { error, account, scopes, rateLimit } = await runtime.testConnection(target, options);
      return { ...nothing, ...failure(error), account, scopes, rateLimit };
    }
    if ('operation' in call) {
      const { error, result, items } = await runtime.execute(target, call.operation, call.input, options);
      return { ...nothing, ...failure(error ?? null), result, items: items ?? null };
    }
    if ('interface' in call) {
      const { error, result } = await runtime.perform(target, call.interface, call.input, options);
      return { ...nothing, ...failure(error ?? null), result };
    }
    if ('discover' in call) {
      const filter = call.namePattern === undefined ? {} : { namePattern: call.namePattern };
      const { resources } = await runtime.discover(target, call.discover, filter, options);
      return { ...nothing, items: resources, resources };
    }
    const records: FetchedRecord[] = [];
    const { sync, variables = {}, cursor } = call;
    const batches = cursor
      ? runtime.fetchDelta(target, sync, { ...options, variables, cursor })
      : runtime.fetchFull(target, sync, { ...options, variables });
    for await (const batch of batches) records.push(...batch.records);
    return { ...nothing, items: records.map(({ data }) => data), records };
  } catch (error) {
    const isKnown = isProviderError(error);
    const message = error instanceof Error ? error.message : String(error);
    return {
      ...nothing,
      errorClass: isKnown ? error.class : 'bug',
      sentence: message,
      retryAfterSeconds: (isKnown ? error.retryAfterSeconds : null) ?? null,
      error: isPatchbayError(error) ? message : `${message} (thrown)`,
    };
  }
}

function failure(
  error: { class: ErrorClass; message: string; nextStep: string; retryAfterSeconds?: number | undefined } | null,
): Pick<Outcome, 'errorClass' | 'error' | 'sentence' | 'retryAfterSeconds'> {
  if (!error) return { errorClass: null, error: null, sentence: null, retryAfterSeconds: null };
  const { message, nextStep, retryAfterSeconds = null } = error;
  return { errorClass: error.class, error: `${message} ${nextStep}`, sentence: message, retryAfterSeconds };
}
