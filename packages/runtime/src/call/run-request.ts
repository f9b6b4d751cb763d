import { randomUUID } from 'node:crypto';
import { ProviderError } from '../errors/provider-error.ts';
import { type BuiltRequest, buildRequest } from '../http/build-request.ts';
import type { OutgoingRequest } from '../http/outgoing-request.ts';
import type { PagePatch } from '../http/page-patch.ts';
import type { Scope } from '../http/template.ts';
import type { Call } from './call.ts';
import { type Exchanged, exchange } from './exchange.ts';
import type { OperationPlan } from './manifest-plan.ts';
import { preflightOf, runPreflight } from './preflight.ts';

/** What an operation's templates see: settings, connection, input and what the caller adds. Credentials only when they are sent. */
export async function scopeOf(call: Call, extra: Scope): Promise<Scope> {
  const { values } = await call.credentials();
  return { ...call.scope, credentials: values, ...extra };
}

/** Sends the request of one page of an operation, from memory where it declares so. */
export async function runRequest(call: Call, plan: OperationPlan, scope: Scope, patch: PagePatch): Promise<Exchanged> {
  const preflight = preflightOf(call, plan);
  const extraHeaders = {
    ...idempotencyHeader(call, plan),
    ...(preflight ? await runPreflight(call, plan, preflight, scope) : {}),
  };
  const { request } = build(call, plan, scope, patch, extraHeaders);
  // A key makes the provider itself see to it that a repeated write has one effect.
  const hasKey = call.target.manifest.http?.idempotencyHeader !== undefined && !plan.isRead;
  const isRepeatable = plan.isRepeatable || (hasKey && plan.operation.retry?.idempotent !== false);
  const send = (sent: OutgoingRequest) => exchange(call, { ...plan, isRepeatable }, sent);
  return plan.operation.cache && plan.isRead ? sendCached(call, plan, request, send) : send(request);
}

/** The request of an operation without its credentials. */
export function build(
  call: Call,
  plan: OperationPlan,
  scope: Scope,
  patch: PagePatch = {},
  extraHeaders: Readonly<Record<string, string>> = {},
): BuiltRequest {
  const { method, path, operation } = plan;
  const { manifest } = call.target;
  return buildRequest({
    manifest,
    operation,
    method,
    path,
    scope,
    userAgent: call.runtime.userAgent,
    patch,
    extraHeaders,
  });
}

/** The header with the caller's key, or a fresh one: without it a write could not be tried again. */
export function idempotencyHeader(call: Call, plan: OperationPlan): Record<string, string> {
  const name = call.target.manifest.http?.idempotencyHeader;
  return name === undefined || plan.isRead ? {} : { [name]: call.options.idempotencyKey ?? randomUUID() };
}

async function sendCached(
  call: Call,
  plan: OperationPlan,
  request: OutgoingRequest,
  send: (request: OutgoingRequest) => Promise<Exchanged>,
): Promise<Exchanged> {
  const { answerCache, clock } = call.runtime;
  const { cacheKey } = await call.credentials();
  const { origin, path, query, body } = request;
  const key = JSON.stringify([cacheKey, plan.name, origin, path, query, body, request.headers.accept]);
  const kept = answerCache.get(key);
  if (kept && kept.freshUntil > clock.now()) return { answer: kept.answer, isEmpty: false };
  const mayRevalidate = plan.operation.cache?.etag === true && kept?.etag != null;
  const sent = mayRevalidate && kept?.etag ? withHeader(request, 'if-none-match', kept.etag) : request;
  const result = await send(sent);
  const ttlMs = (plan.operation.cache?.ttlSeconds ?? 0) * 1000;
  if (result.answer.status === 304) {
    if (!kept) throw unexpectedNotModified(call);
    answerCache.set(key, { ...kept, freshUntil: clock.now() + ttlMs });
    return { answer: kept.answer, isEmpty: false };
  }
  const etag = result.answer.headers.etag ?? null;
  if (!result.isEmpty && (ttlMs > 0 || etag !== null))
    answerCache.set(key, { answer: result.answer, etag, freshUntil: clock.now() + ttlMs });
  return result;
}

function withHeader(request: OutgoingRequest, name: string, value: string): OutgoingRequest {
  return { ...request, headers: { ...request.headers, [name]: value } };
}

function unexpectedNotModified(call: Call): ProviderError {
  return new ProviderError(
    'bug',
    `${call.target.manifest.name} answered "not modified" to a question that was not asked.`,
    {
      status: 304,
      whoseFault: 'provider',
    },
  );
}
