import { timeoutError } from '../errors/network-error.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { Answer } from '../http/answer.ts';
import type { HostCheck } from '../http/hosts.ts';
import { type OutgoingRequest, urlOf } from '../http/outgoing-request.ts';
import { sendRequest } from '../http/send.ts';
import type { Call } from './call.ts';
import { traceRequest } from './trace-request.ts';

/** Sends one request of a call within its deadline, counts it, traces it and writes a line about it: no query, no body, no secret. */
export async function sendLogged(
  call: Call,
  request: OutgoingRequest,
  options: { isAllowedHost: HostCheck; redirects: 'follow' | 'return'; timeoutMs?: number; operation?: string },
): Promise<Answer> {
  const { runtime, target } = call;
  const { clock, dispatchers, limits } = runtime;
  const timeoutMs = Math.min(options.timeoutMs ?? target.timeoutMs, call.remainingMs());
  const url = urlOf(request);
  if (timeoutMs <= 0)
    throw timeoutError(
      { name: target.manifest.name, host: url.host, timeoutMs: call.options.deadlineMs ?? 0 },
      { nothingSent: true },
    );
  const startedAt = clock.now();
  call.requests += 1;
  const what = `${request.method} ${url.host}${url.pathname}`;
  try {
    const answer = await traceRequest({ call, request, operation: options.operation }, () =>
      sendRequest(request, {
        dispatcherFor: ({ clientCertificate }) =>
          dispatchers.get({ verifyTls: target.verifyTls, clientCertificate, provider: target.manifest.id }),
        egress: dispatchers.egress,
        providerName: target.manifest.name,
        isAllowedHost: options.isAllowedHost,
        redirects: options.redirects,
        timeoutMs,
        maxBytes: limits.maxResponseBytes,
        maxRedirects: limits.maxRedirects,
        signal: call.options.signal,
      }),
    );
    const durationMs = clock.now() - startedAt;
    call.log('info', `${what} → ${answer.status}`, { status: answer.status, durationMs, bytes: answer.bytes.length });
    return answer;
  } catch (error) {
    const reason = error instanceof ProviderError ? error.message : 'cancelled';
    call.log('warn', `${what} → ${reason}`, { durationMs: clock.now() - startedAt });
    throw error;
  }
}
