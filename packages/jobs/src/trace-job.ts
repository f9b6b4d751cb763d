import { type Context, context, propagation } from '@opentelemetry/api';

/** Of which trace a job is a part, beside its data. */
const traceKey = '_trace';

/** The data of a job with the trace of whoever asks for it; unchanged when there is none. */
export function addTrace(data: object): object {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return Object.keys(carrier).length > 0 ? { ...data, [traceKey]: carrier } : data;
}

/** The data as it was, and the trace it came with. */
export function takeTrace(stored: unknown): { data: unknown; parent: Context } {
  if (typeof stored !== 'object' || stored === null || !(traceKey in stored))
    return { data: stored, parent: context.active() };
  const { [traceKey]: carrier, ...data } = stored;
  return { data, parent: propagation.extract(context.active(), carrier) };
}
