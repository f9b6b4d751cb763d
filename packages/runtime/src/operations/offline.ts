import type { Call } from '../call/call.ts';
import type { OperationPlan } from '../call/manifest-plan.ts';
import { build, idempotencyHeader } from '../call/run-request.ts';
import { describeClass } from '../errors/class-sentences.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { toCallError } from '../errors/to-call-error.ts';
import { urlOf } from '../http/outgoing-request.ts';
import type { OperationResult, SkippedPayload } from '../types.ts';

/** What an operation gives while nothing may leave: a write hands back the exact request for sending it by hand. */
export function skipOffline(
  call: Call,
  plan: OperationPlan,
  input: Readonly<Record<string, unknown>>,
): OperationResult {
  const error = toCallError(offlineError(call), call.redact);
  if (plan.isRead) return { success: false, error, skippedOffline: true, requests: 0 };
  call.log('warn', `Patchbay is offline: "${plan.name}" was not sent. Its request is kept for sending by hand.`);
  const message = 'Patchbay is offline, so this was not sent. Send the request below by hand, or run it again later.';
  return {
    success: false,
    error: { ...error, message },
    skippedOffline: true,
    skippedPayload: payloadOf(call, plan, input),
    requests: 0,
  };
}

/** Thrown where a read has to answer with something and may not ask. */
export function offlineError(call: Call): ProviderError {
  return new ProviderError('offline', describeClass('offline', call.target.manifest.name), { nothingSent: true });
}

function payloadOf(call: Call, plan: OperationPlan, input: Readonly<Record<string, unknown>>): SkippedPayload {
  // Without credentials in scope, whatever names one is left out.
  const { request, body } = build(call, plan, { ...call.scope, input }, {}, idempotencyHeader(call, plan));
  const { 'user-agent': _agent, 'accept-encoding': _encoding, ...headers } = request.headers;
  return { method: request.method, url: urlOf(request).href, headers, body: body ?? null };
}
