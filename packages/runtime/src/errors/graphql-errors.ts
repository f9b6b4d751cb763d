import type { ErrorClass } from '@patchbay/schema';

const wellKnown: Record<string, ErrorClass> = {
  UNAUTHENTICATED: 'auth_invalid',
  AUTHENTICATION_ERROR: 'auth_invalid',
  FORBIDDEN: 'permission',
  INSUFFICIENT_SCOPES: 'permission',
  NOT_FOUND: 'not_found',
  RATE_LIMITED: 'rate_limited',
  RATELIMITED: 'rate_limited',
  THROTTLED: 'rate_limited',
  INTERNAL_SERVER_ERROR: 'transient',
  SERVICE_UNAVAILABLE: 'transient',
};

interface GraphqlError {
  message: string | null;
  code: string | null;
  type: string | null;
}

/** The codes and types of the errors of a GraphQL answer, in order. */
export function graphqlCodes(body: unknown): string[] {
  return readGraphqlErrors(body).flatMap(({ code, type }) => [code, type].filter((value) => value !== null));
}

/** Whether a GraphQL answer reports an error, be its status what it may. */
export function hasGraphqlErrors(body: unknown): boolean {
  return readGraphqlErrors(body).length > 0;
}

/** What the errors of a GraphQL answer mean where the manifest does not say. */
export function classifyGraphqlErrors(body: unknown): ErrorClass {
  for (const code of graphqlCodes(body)) {
    const known = wellKnown[code];
    if (known) return known;
  }
  return 'validation';
}

/** The first error's own sentence. */
export function graphqlMessage(body: unknown): string | null {
  return readGraphqlErrors(body).find(({ message }) => message !== null)?.message ?? null;
}

function readGraphqlErrors(body: unknown): GraphqlError[] {
  if (!isObject(body) || !Array.isArray(body.errors)) return [];
  return body.errors.filter(isObject).map((error) => ({
    message: textOrNull(error.message),
    type: textOrNull(error.type),
    code: isObject(error.extensions) ? textOrNull(error.extensions.code) : null,
  }));
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
