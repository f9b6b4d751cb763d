import type { Preflight } from '@patchbay/schema';
import { ProviderError } from '../errors/provider-error.ts';
import type { ParsedAnswer } from '../http/answer.ts';
import { buildRequest } from '../http/build-request.ts';
import { addHeaders } from '../http/headers.ts';
import type { Scope } from '../http/template.ts';
import { selectText } from '../select/expressions.ts';
import type { Call } from './call.ts';
import { exchange } from './exchange.ts';
import type { OperationPlan } from './manifest-plan.ts';

const declared = {
  query: {},
  headers: {},
  bodyType: 'json',
  body: undefined,
  response: 'json',
  errors: [],
} as const;

/** The preflight of an operation: its own, or for writes the one that holds for every request. */
export function preflightOf(call: Call, plan: OperationPlan): Preflight | null {
  return plan.operation.preflight ?? (plan.isRead ? null : (call.target.manifest.http?.preflight ?? null));
}

/** Makes the request that comes first, such as for a CSRF crumb, and gives the headers it earns. */
export async function runPreflight(
  call: Call,
  plan: OperationPlan,
  preflight: Preflight,
  scope: Scope,
): Promise<Record<string, string>> {
  const [method = 'GET', path = '/'] = preflight.request.split(' ', 2);
  const { manifest } = call.target;
  const operation = {
    ...declared,
    ...(plan.operation.baseUrl === undefined ? {} : { baseUrl: plan.operation.baseUrl }),
  };
  const { request } = buildRequest({ manifest, operation, method, path, scope, userAgent: call.runtime.userAgent });
  const spec = {
    name: `${plan.name} preflight`,
    operation: { ...operation, errors: [] },
    isRepeatable: true,
    emptyWhen: [],
  };
  let answer: ParsedAnswer;
  try {
    ({ answer } = await exchange(call, spec, request));
  } catch (error) {
    if (error instanceof ProviderError && error.status !== undefined && preflight.optionalWhen.includes(error.status))
      return {};
    throw error;
  }
  const headers: Record<string, string> = {};
  addHeaders(headers, preflight.headers, { ...scope, preflight: extract(preflight, answer) });
  if (preflight.keepCookies && answer.cookies.length > 0)
    headers.cookie = answer.cookies.map((cookie) => cookie.split(';', 1)[0]).join('; ');
  return headers;
}

function extract(preflight: Preflight, answer: ParsedAnswer): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, { header, body }] of Object.entries(preflight.extract)) {
    const value =
      header === undefined
        ? body === undefined
          ? null
          : selectText(body, answer.body)
        : answer.headers[header.toLowerCase()];
    if (value !== null && value !== undefined) values[name] = value;
  }
  return values;
}
