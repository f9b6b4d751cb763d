import type { AuthMethod } from '@patchbay/schema';
import { ProviderError } from '../errors/provider-error.ts';
import type { ParsedAnswer } from '../http/answer.ts';
import { buildRequest } from '../http/build-request.ts';
import { isWebPage, parseFailure, webPageError } from '../http/parse-body.ts';
import { selectText } from '../select/expressions.ts';
import type { AuthContext } from './auth-strategy.ts';
import { readCookie } from './cookies.ts';
import { asUnsent, sendSignIn, signInFailure } from './sign-in-request.ts';

export type Step = Extract<AuthMethod, { type: 'session' }>['config']['login'];

export interface StepResult {
  answer: ParsedAnswer;
  /** Extracted values by name. They are hidden from errors and logs from here on. */
  values: Record<string, string>;
  /** Earliest end of a cookie a value came from, in milliseconds since 1970; null when none was told. */
  cookieEndsAt: number | null;
}

/** Makes one request of a sign-in and takes the declared values from its answer. Throws ProviderError when one is missing. */
export async function runStep(
  step: Step,
  context: AuthContext,
  steps: Readonly<Record<string, string>> = {},
): Promise<StepResult> {
  const [method = 'GET', path = '/'] = step.request.split(' ', 2);
  const { request } = buildRequest({
    manifest: context.manifest,
    operation: { ...step, response: 'json' },
    method,
    path,
    scope: { ...context.scope, steps },
    userAgent: context.userAgent,
  });
  // A form that signs in is often answered with a redirect, and the cookie comes with that very answer.
  const redirects = method === 'GET' || method === 'HEAD' ? 'follow' : 'return';
  const answer = parseAny(await sendSignIn(request, context, { redirects }));
  const failure = signInFailure(answer, context);
  if (failure) throw failure;
  return extract(step, answer, context);
}

function extract(step: Step, answer: ParsedAnswer, context: AuthContext): StepResult {
  const values: Record<string, string> = {};
  let cookieEndsAt: number | null = null;
  for (const [name, { header, body, cookie }] of Object.entries(step.extract)) {
    const found = cookie === undefined ? null : readCookie(answer.cookies, cookie, context.now());
    if (found?.endsAt != null) cookieEndsAt = Math.min(cookieEndsAt ?? found.endsAt, found.endsAt);
    const value =
      found?.value ??
      (header === undefined ? null : answer.headers[header.toLowerCase()]) ??
      (body === undefined ? null : selectText(body, answer.body));
    if (value === null || value === undefined || value === '') throw missing(name, answer, context);
    values[name] = value;
    context.hide(value);
  }
  return { answer, values, cookieEndsAt };
}

function missing(name: string, answer: ParsedAnswer, context: AuthContext): ProviderError {
  if (isWebPage(answer)) return asUnsent(webPageError(answer, context.providerName));
  const isRedirect = answer.status >= 300 && answer.status < 400;
  return new ProviderError(
    'auth_invalid',
    `${context.providerName} answered the sign-in ${isRedirect ? 'with a redirect and ' : ''}without "${name}".`,
    {
      status: answer.status,
      nextStep: isRedirect
        ? 'Check the server URL (http or https, path) and the credentials.'
        : 'Check the credentials; when they are right, the manifest looks for the value in the wrong place.',
      nothingSent: true,
    },
  );
}

/** JSON where it is JSON, else the text; a web page is neither. */
function parseAny(answer: Parameters<typeof parseFailure>[0]): ParsedAnswer {
  const parsed = parseFailure(answer);
  if (parsed.body !== null || answer.bytes.length === 0 || isWebPage(answer)) return parsed;
  return { ...parsed, body: answer.bytes.toString('utf8').trim() };
}
