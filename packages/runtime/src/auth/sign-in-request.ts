import type { AuthMethod } from '@patchbay/schema';
import { credentialFields } from '@patchbay/schema';
import { type ClassifyContext, classifyAnswer, providerSentence } from '../errors/classify-answer.ts';
import { findRule } from '../errors/match-rule.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { Answer, ParsedAnswer } from '../http/answer.ts';
import type { OutgoingRequest } from '../http/outgoing-request.ts';
import { renderText } from '../http/template.ts';
import type { AuthContext, SendOptions } from './auth-strategy.ts';
import { withClockHint } from './clock-hint.ts';
import { readCredential } from './credential.ts';

/** Throws `auth_invalid` for the first required credential that is missing. */
export function requireCredentials(context: AuthContext<AuthMethod>): void {
  for (const [name, field] of Object.entries(credentialFields(context.method)))
    if (field.required && !field.visibleWhen) readCredential(name, context);
}

/** A URL of a sign-in with its settings filled in. Throws when one of them is missing or the result is no address. */
export function renderSignInUrl(template: string, context: AuthContext): URL {
  const text = renderText(template, context.scope);
  if (text !== undefined && URL.canParse(text)) {
    const url = new URL(text);
    // A setting with a slash at its end meets a template that begins with one.
    url.pathname = url.pathname.replace(/\/{2,}/g, '/');
    return url;
  }
  throw new ProviderError('validation', `The address ${context.providerName} signs in at is not complete.`, {
    nextStep: 'Check the settings of the connection.',
    nothingSent: true,
  });
}

/** A form as it is posted to a URL. */
export function formRequest(url: URL, form: URLSearchParams, context: AuthContext): OutgoingRequest {
  return {
    method: 'POST',
    origin: url.origin,
    path: url.pathname,
    query: url.search.slice(1),
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': context.userAgent,
    },
    body: form.toString(),
  };
}

/** Sends a request of a sign-in, to declared hosts only. What fails here left the real request unsent. */
export async function sendSignIn(
  request: OutgoingRequest,
  context: AuthContext,
  options: SendOptions = {},
): Promise<Answer> {
  try {
    return await context.send(request, context.isAllowedHost, options);
  } catch (error) {
    throw error instanceof ProviderError ? asUnsent(error) : error;
  }
}

/** What a refused sign-in means; null when the answer is none. */
export function signInFailure(answer: ParsedAnswer, context: AuthContext): ProviderError | null {
  const { manifest, providerName, redact } = context;
  const rules: ClassifyContext = {
    manifest,
    operation: { errors: [], bodyType: 'json', redirects: 'return' },
    redact,
    now: context.now(),
  };
  const error = classifyAnswer(answer, rules);
  if (!error) return null;
  if (findRule(manifest.errors, answer)) return asUnsent(withClockHint(error, answer, context));
  if (error.class === 'not_found')
    return new ProviderError(
      'not_found',
      `${providerName} has no sign-in at ${answer.url.host}${answer.url.pathname}.`,
      {
        status: answer.status,
        nextStep: 'Check the server URL and the other settings of the connection.',
        nothingSent: true,
      },
    );
  if (error.isRetryable || error.class === 'provider_down') return asUnsent(error);
  const theirs = providerSentence(undefined, answer, rules);
  return withClockHint(refusedSignIn(theirs, context, answer.status), answer, context);
}

/** The provider does not accept the credentials it was given to sign in with. */
export function refusedSignIn(sentence: string | null, context: AuthContext, status?: number): ProviderError {
  const own = `${context.providerName} refused the sign-in.`;
  return new ProviderError('auth_invalid', sentence ? `${own} It says: ${sentence}` : own, {
    ...(status === undefined ? {} : { status }),
    nothingSent: true,
  });
}

/** The same error, told apart from one of the real request: a write may still be tried again. */
export function asUnsent(error: ProviderError): ProviderError {
  const { code, status, whoseFault, nextStep, retryAfterSeconds } = error;
  return new ProviderError(error.class, error.message, {
    ...{ code, whoseFault, nextStep, nothingSent: true },
    ...(status === undefined ? {} : { status }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}
