import { addAbortSignal, type Readable } from 'node:stream';
import { PatchbayError } from '@patchbay/schema';
import { type Call, createCall } from '../call/call.ts';
import type { RuntimeContext } from '../call/runtime-context.ts';
import { classOfStatus } from '../errors/classify-answer.ts';
import { toNetworkError } from '../errors/network-error.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { checkUrl } from '../http/check-url.ts';
import { urlOf } from '../http/outgoing-request.ts';
import type { ObservedCall } from '../observe/call-observer.ts';
import { withSpan } from '../observe/with-span.ts';
import { offlineError } from '../operations/offline.ts';
import { quotasOf } from '../rate/quotas-of.ts';
import { takeBudget } from '../rate/take-budget.ts';
import type { CallOptions, ProxyOutcome, ProxyRequest, ProxySink, Target } from '../types.ts';
import { type HandledOutcome, ProxyHandler } from './proxy-handler.ts';
import { type PreparedProxyRequest, prepareProxyRequest } from './proxy-request.ts';

type Intercept = (status: number, headers: Readonly<Record<string, string>>) => boolean;

/** Passes one request through, with the credentials added and everything else as it came. Redirects go to the caller. */
export async function proxy(
  runtime: RuntimeContext,
  target: Target,
  incoming: ProxyRequest,
  sink: ProxySink,
  options: CallOptions,
): Promise<ProxyOutcome> {
  const call = createCall(runtime, target, options);
  if (runtime.offline) throw offlineError(call);
  const hasQuotas = target.manifest.rateLimits.quotas.length > 0;
  const release = hasQuotas ? await takeBudget(call, quotasOf(call, 'proxy')) : null;
  try {
    const { status, bytes, ended } = await observed(call, incoming.method, () => passThrough(call, incoming, sink));
    return { status, bytes, ended: ended === 'intercepted' ? 'complete' : ended };
  } finally {
    release?.();
  }
}

async function observed(call: Call, method: string, work: () => Promise<HandledOutcome>): Promise<HandledOutcome> {
  const { clock, observe } = call.runtime;
  const { manifest, connectionId, organizationId } = call.target;
  const startedAt = clock.now();
  const tell = (outcome: ObservedCall['outcome']) =>
    observe({ provider: manifest.id, outcome, durationMs: clock.now() - startedAt });
  const attributes = {
    'http.request.method': method,
    'patchbay.provider': manifest.id,
    'patchbay.operation': 'proxy',
    'patchbay.connection_id': connectionId,
    'patchbay.organization_id': organizationId,
  };
  return withSpan(`${method} ${manifest.id}`, { kind: 'CLIENT', attributes }, async (span) => {
    try {
      const outcome = await work();
      span.setAttribute('http.response.status_code', outcome.status);
      tell(outcome.ended === 'cut' ? 'transient' : outcome.status < 400 ? 'success' : classOfStatus(outcome.status));
      return outcome;
    } catch (error) {
      tell(error instanceof ProviderError ? error.class : call.options.signal?.aborted ? 'cancelled' : 'bug');
      throw error;
    }
  });
}

async function passThrough(call: Call, incoming: ProxyRequest, sink: ProxySink): Promise<HandledOutcome> {
  const { strategy } = call.methodPlan;
  const signedBody = strategy.sign && incoming.body ? await readSignedBody(call, incoming.body) : null;
  const prepared = await prepareProxyRequest(call, incoming, signedBody);
  const { name: providerName } = call.target.manifest;
  const { egress } = call.runtime.dispatchers;
  checkUrl(urlOf(prepared.request), { providerName, isAllowedHost: call.isAllowedHost, egress });
  // A body that is a stream is gone once it was sent, so such a request is never sent twice.
  const mayRepeat = incoming.body === null && (strategy.answerChallenge || call.target.credentials.refresh);
  if (!mayRepeat) return dispatch(call, prepared, signedBody ?? incoming.body, sink, null);
  let challenge: Readonly<Record<string, string>> = {};
  const first = await dispatch(call, prepared, null, sink, (status, headers) => {
    challenge = headers;
    return status === 401;
  });
  if (first.ended !== 'intercepted') return first;
  const isAnswered = await strategy.answerChallenge?.(
    { status: 401, headers: challenge },
    prepared.request,
    prepared.context,
  );
  if (!isAnswered) await call.refresh();
  const second = await prepareProxyRequest(call, incoming, null);
  return dispatch(call, second, null, sink, null);
}

function dispatch(
  call: Call,
  { request, headers }: PreparedProxyRequest,
  body: Readable | Buffer | null,
  sink: ProxySink,
  intercept: Intercept | null,
): Promise<HandledOutcome> {
  const { dispatchers, limits } = call.runtime;
  const timeoutMs = timeoutOf(call);
  call.requests += 1;
  const { signal } = call.options;
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      if (signal?.aborted) reject(signal.reason);
      else {
        const showsCertificate = request.clientCertificate !== undefined;
        const { name } = call.target.manifest;
        reject(toNetworkError(error, { name, host: urlOf(request).host, timeoutMs, showsCertificate }));
      }
    };
    const handler = new ProxyHandler({
      sink,
      intercept,
      maxBytes: limits.maxProxyBytes,
      signal,
      resolve,
      reject,
      fail,
    });
    const { clientCertificate } = request;
    dispatchers
      .get({ verifyTls: call.target.verifyTls, clientCertificate, provider: call.target.manifest.id })
      .dispatch(
        {
          origin: request.origin,
          path: request.query === '' ? request.path : `${request.path}?${request.query}`,
          method: request.method,
          headers,
          body,
          headersTimeout: timeoutMs,
          bodyTimeout: timeoutMs,
        },
        handler,
      );
  });
}

/** Reads a body that has to be signed before it is sent. Throws `payload_too_large`. */
async function readSignedBody(call: Call, body: Readable): Promise<Buffer> {
  const { signal } = call.options;
  const { maxSignedBodyBytes } = call.runtime.limits;
  if (signal) addAbortSignal(signal, body);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      if (size > maxSignedBodyBytes) throw tooLargeToSign(call);
      chunks.push(bytes);
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
  return Buffer.concat(chunks);
}

function tooLargeToSign({ target, runtime }: Call): PatchbayError {
  return new PatchbayError(
    'payload_too_large',
    `Requests to ${target.manifest.name} are signed, so their body may have at most ${runtime.limits.maxSignedBodyBytes} bytes.`,
  );
}

function timeoutOf({ target, remainingMs }: Call): number {
  const timeoutMs = target.manifest.http?.timeoutMs ?? target.timeoutMs;
  return Math.max(1, Math.min(timeoutMs, remainingMs()));
}
