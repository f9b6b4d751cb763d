import { type ErrorCode, PatchbayError } from '@patchbay/schema';
import { toHttpError } from '../http-error.ts';

const codeByStatus: Partial<Record<number, ErrorCode>> = {
  400: 'invalid_input',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  413: 'payload_too_large',
  422: 'invalid_input',
  429: 'rate_limited',
};

/** better-auth's own errors in the shape of all others. Cookies it set are kept: a refused sign-out still ends the session. */
export async function toAuthError(response: Response, requestId: string): Promise<Response> {
  const code = codeByStatus[response.status] ?? 'internal';
  const text = await response.text();
  const { message, code: reason } = parse(text);
  const error =
    code === 'internal'
      ? new Error(`better-auth answered ${response.status}`)
      : new PatchbayError(code, sentence(message, code), reason ? { data: { reason } } : {});
  const answer = toHttpError(error, requestId);
  const headers = new Headers(answer.headers);
  for (const cookie of response.headers.getSetCookie()) headers.append('set-cookie', cookie);
  return Response.json(answer.body, { status: answer.status, headers });
}

function parse(text: string): { message?: string; code?: string } {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return {};
    const { message, code } = value as { message?: unknown; code?: unknown };
    return {
      ...(typeof message === 'string' && { message: message.slice(0, 500) }),
      ...(typeof code === 'string' && { code: code.slice(0, 100) }),
    };
  } catch {
    return {};
  }
}

function sentence(message: string | undefined, code: ErrorCode): string {
  if (message) return message.endsWith('.') ? message : `${message}.`;
  if (code === 'not_found') return 'There is no such route. The routes are listed at /docs.';
  if (code === 'unauthorized') return 'Sign in first.';
  return 'The request was refused.';
}
