/** The closed list of codes an error answer of Patchbay carries. The HTTP status of each is mapped once, in apps/api. */
export const errorCodes = [
  'invalid_input',
  'unsupported',
  'unauthorized',
  'forbidden',
  'not_found',
  'conflict',
  'reauth_required',
  'oauth_app_missing',
  'payload_too_large',
  'rate_limited',
  'internal',
  'upstream_failed',
  'offline',
  'overloaded',
  'timeout',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** One thing wrong with an input. `path` is dotted: `credentials.token`. */
export interface ErrorDetail {
  path: string;
  message: string;
}

const marker = Symbol.for('patchbay.error');

export interface PatchbayErrorOptions {
  details?: ErrorDetail[];
  /** Seconds until trying again makes sense. */
  retryAfterSeconds?: number;
  /** Facts for the caller, such as the supported resource types. Never a secret. */
  data?: Record<string, unknown>;
  cause?: unknown;
}

/** The one error base. The message is for people: what is wrong, whose fault, what next; never a token, header or body. */
export class PatchbayError extends Error {
  readonly [marker] = true;
  readonly code: ErrorCode;
  readonly details: ErrorDetail[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly data: Record<string, unknown> | undefined;

  constructor(code: ErrorCode, message: string, options: PatchbayErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'PatchbayError';
    this.code = code;
    this.details = options.details;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.data = options.data;
  }
}

/** True for a PatchbayError of any copy of this package. */
export function isPatchbayError(error: unknown): error is PatchbayError {
  return typeof error === 'object' && error !== null && marker in error;
}
