import type { ApiErrorBody } from '@patchbay/client';
import { t } from '#messages/en.ts';

export interface ErrorDetail {
  path: string;
  message: string;
}

/** A failed call as the pages show it. `code` is one of the API's closed set, or `unreachable` when nothing answered. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly requestId: string | null;
  readonly details: ErrorDetail[];

  constructor(status: number, error: Partial<ApiErrorBody['error']>, fallback: string = t.errors.unexpected) {
    super(error.message || fallback);
    this.name = 'ApiError';
    this.status = status;
    this.code = error.code ?? 'internal';
    this.requestId = error.requestId ?? null;
    this.details = error.details ?? [];
  }
}

/** Nothing answered: the network, the admin's server or the API is down. */
export function unreachableError(): ApiError {
  return new ApiError(0, { code: 'unreachable', message: t.errors.unreachable });
}

export function isApiError(error: unknown): error is ApiError {
  return error instanceof ApiError;
}

/** Any thrown value as an ApiError, so that a page always has a sentence and, when there is one, a request id. */
export function toApiError(error: unknown): ApiError {
  return isApiError(error) ? error : new ApiError(0, { code: 'internal', message: t.errors.unexpected });
}
