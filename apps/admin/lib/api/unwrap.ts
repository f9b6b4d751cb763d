import { ApiError, isApiError, unreachableError } from './api-error.ts';

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** The data of a call of the typed client; a failed call throws an ApiError. */
export async function unwrap<Data>(call: Promise<Answer<Data>>): Promise<Data> {
  const answer = await call.catch((error: unknown) => {
    if (isApiError(error) || (error instanceof Error && error.name === 'AbortError')) throw error;
    throw unreachableError();
  });
  if (!answer.response.ok) throw fromBody(answer.response, answer.error);
  return answer.data as Data;
}

/** Reads the error envelope; an answer without one (a proxy's page, an empty body) keeps its status. */
function fromBody(response: Response, body: unknown): ApiError {
  const envelope = typeof body === 'object' && body !== null && 'error' in body ? body.error : null;
  const error = typeof envelope === 'object' && envelope !== null ? envelope : {};
  return new ApiError(response.status, {
    requestId: response.headers.get('x-request-id') ?? undefined,
    ...error,
  } as never);
}
