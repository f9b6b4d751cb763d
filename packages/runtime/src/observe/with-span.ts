import { type Attributes, type Context, context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { isPatchbayError } from '@patchbay/schema';

export interface SpanDetails {
  kind?: keyof typeof SpanKind;
  /** Names, ids and numbers of ours. Never an address, a header, a body or anything a caller typed. */
  attributes?: Attributes;
  /** What it is a part of. Default: whatever is under way. */
  parent?: Context;
}

/**
 * Does work within a span of a trace. Costs next to nothing while nobody has asked for traces. Of an error its class or code is kept, not
 * its text, which may quote what a provider said.
 */
export function withSpan<Result>(
  name: string,
  { kind = 'INTERNAL', attributes = {}, parent = context.active() }: SpanDetails,
  work: (span: Span) => Promise<Result>,
): Promise<Result> {
  return trace
    .getTracer('patchbay')
    .startActiveSpan(name, { kind: SpanKind[kind], attributes }, parent, async (span) => {
      try {
        return await work(span);
      } catch (error) {
        failSpan(span, errorTypeOf(error));
        throw error;
      } finally {
        span.end();
      }
    });
}

/** Marks what a span tells of as failed. */
export function failSpan(span: Span, type: string): void {
  span.setAttribute('error.type', type);
  span.setStatus({ code: SpanStatusCode.ERROR });
}

function errorTypeOf(error: unknown): string {
  if (isPatchbayError(error)) return error.code;
  return error instanceof Error ? error.name : 'unknown';
}
