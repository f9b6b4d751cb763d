import { type ErrorCode, type ErrorDetail, isPatchbayError, PatchbayError } from '@patchbay/schema';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** The HTTP status of each code: the only place that knows both. */
export const statusByCode = {
  invalid_input: 400,
  unsupported: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  reauth_required: 409,
  oauth_app_missing: 412,
  payload_too_large: 413,
  rate_limited: 429,
  internal: 500,
  upstream_failed: 502,
  offline: 503,
  overloaded: 503,
  timeout: 504,
} as const satisfies Record<ErrorCode, ContentfulStatusCode>;

const codeByStatus: Partial<Record<number, ErrorCode>> = {
  400: 'invalid_input',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  413: 'payload_too_large',
  429: 'rate_limited',
  504: 'timeout',
};

export interface HttpError {
  status: ContentfulStatusCode;
  headers: Record<string, string>;
  body: {
    error: {
      code: ErrorCode;
      message: string;
      requestId: string;
      details?: ErrorDetail[];
      data?: Record<string, unknown>;
    };
  };
}

/** Turns whatever was thrown into an answer. What is not ours becomes a plain `internal`: its text may hold anything. */
export function toHttpError(error: unknown, requestId: string): HttpError {
  const known = toPatchbayError(error);
  const { code, message, details, data, retryAfterSeconds } = known;
  return {
    status: statusByCode[code],
    headers:
      retryAfterSeconds === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(retryAfterSeconds))) },
    body: { error: { code, message, requestId, ...(details && { details }), ...(data && { data }) } },
  };
}

function toPatchbayError(error: unknown): PatchbayError {
  const known = findPatchbayError(error);
  if (known !== null) return known;
  if (error instanceof HTTPException) {
    if (error.status === 415) {
      return new PatchbayError(
        'invalid_input',
        'Send the body as JSON, with the header Content-Type: application/json.',
      );
    }
    const code = codeByStatus[error.status];
    // Hono's own sentence about malformed JSON names nothing of ours; say what to do.
    if (code === 'invalid_input')
      return new PatchbayError(code, 'The request body is not valid JSON. Send one JSON object.');
    if (code) return new PatchbayError(code, error.message || 'The request was refused.');
  }
  return new PatchbayError(
    'internal',
    'Something went wrong inside Patchbay. It is not your fault; try again, and give an administrator the requestId if it stays.',
    { cause: error },
  );
}

/** How deep causes are looked through: an error may be its own cause. */
const maxCauses = 5;

/** The error itself or what it wraps: a query that a guard of ours refused arrives inside an error of the query builder. */
function findPatchbayError(error: unknown): PatchbayError | null {
  let current = error;
  for (let depth = 0; depth < maxCauses && current instanceof Error; depth += 1) {
    if (isPatchbayError(current)) return current;
    current = current.cause;
  }
  return isPatchbayError(current) ? current : null;
}
