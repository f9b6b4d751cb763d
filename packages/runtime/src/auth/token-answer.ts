import { cleanSentence } from '../errors/classify-answer.ts';
import { readMoment } from '../errors/moments.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { Answer, ParsedAnswer } from '../http/answer.ts';
import { isWebPage, parseFailure, webPageError } from '../http/parse-body.ts';
import { select, selectFlag, selectText } from '../select/expressions.ts';
import type { AuthContext, MethodOf } from './auth-strategy.ts';
import { withClockHint } from './clock-hint.ts';
import { asUnsent, refusedSignIn, signInFailure } from './sign-in-request.ts';

type TokenPaths = NonNullable<MethodOf<'jwt'>['config']['exchange']>['tokenResponse'];

export interface AccessToken {
  value: string;
  /** Milliseconds since 1970. */
  endsAt: number;
}

/** Reads the answer of a token URL where the manifest says things are. Throws ProviderError for a refusal, in the provider's words. */
export function readTokenAnswer(
  answer: Answer,
  paths: TokenPaths,
  context: AuthContext,
  defaultSeconds: number,
): AccessToken {
  const parsed = parseFailure(answer);
  const failure = refusal(parsed, paths, context) ?? signInFailure(parsed, context);
  if (failure) throw failure;
  const value = selectText(paths.accessToken, parsed.body);
  if (value === null || /[^\x21-\x7e]/.test(value)) throw noToken(parsed, context);
  context.hide(value);
  const now = context.now();
  const endsAt = readMoment(select(paths.expiresIn, parsed.body), paths.expiresInUnit, now);
  return { value, endsAt: endsAt ?? now + defaultSeconds * 1000 };
}

/** A refusal the body tells of, also with a status of 200. */
function refusal(answer: ParsedAnswer, paths: TokenPaths, context: AuthContext): ProviderError | null {
  // What is busy or broken does not refuse; its status says so better than its body.
  if (answer.status === 408 || answer.status === 429 || answer.status >= 500 || answer.body === null) return null;
  const code = selectText(paths.error, answer.body);
  const hasFailed = paths.success !== undefined && !selectFlag(paths.success, answer.body);
  if (code === null && !hasFailed) return null;
  const description = selectText(paths.errorDescription, answer.body);
  const sentence = [code, description].filter((part) => part !== null).join(': ');
  return withClockHint(refusedSignIn(cleanSentence(sentence, context.redact), context, answer.status), answer, context);
}

/** An answer of a token URL that is neither a refusal nor a token. */
export function noToken(answer: ParsedAnswer, context: AuthContext): ProviderError {
  if (isWebPage(answer)) return asUnsent(webPageError(answer, context.providerName));
  return new ProviderError('bug', `The token URL ${answer.url.host} answered without a token.`, {
    status: answer.status,
    whoseFault: 'provider',
    nothingSent: true,
  });
}
