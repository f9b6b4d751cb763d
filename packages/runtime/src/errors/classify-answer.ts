import type { ErrorClass, ErrorRule, Manifest, Operation } from '@patchbay/schema';
import { type ParsedAnswer, toResponseView } from '../http/answer.ts';
import { select, selectFlag } from '../select/expressions.ts';
import { describeClass } from './class-sentences.ts';
import { classifyGraphqlErrors, graphqlMessage, hasGraphqlErrors } from './graphql-errors.ts';
import { findRule } from './match-rule.ts';
import { readRetryAfter, readWait } from './moments.ts';
import { ProviderError, type ProviderErrorOptions } from './provider-error.ts';
import type { Redact } from './redact.ts';

export interface ClassifyContext {
  manifest: Manifest;
  /** The declared operation, or what of it there is for requests a mechanism makes itself. */
  operation: Pick<Operation, 'errors' | 'bodyType'> & Partial<Pick<Operation, 'success' | 'redirects'>>;
  redact: Redact;
  /** Milliseconds since 1970. */
  now: number;
}

const longestProviderSentence = 300;

/**
 * Whether an answer is a failure, and which: the operation's rules, the manifest's rules, then `success`, GraphQL errors and
 * the status. Null for a success.
 */
export function classifyAnswer(answer: ParsedAnswer, context: ClassifyContext): ProviderError | null {
  const { manifest, operation } = context;
  const rule = findRule(operation.errors, answer) ?? findRule(manifest.errors, answer);
  if (rule?.class) return fromRule(rule, rule.class, answer, context);
  if (answer.status >= 400) return fromStatus(answer, context);
  if (answer.status >= 300 && answer.status !== 304 && operation.redirects !== 'return')
    return fail('bug', answer, context, {
      message: `${manifest.name} answered with a redirect that leads nowhere (status ${answer.status}).`,
    });
  if (operation.success !== undefined && !selectFlag(operation.success, toResponseView(answer)))
    return fail('validation', answer, context, {});
  if (operation.bodyType === 'graphql' && hasGraphqlErrors(answer.body))
    return fail(classifyGraphqlErrors(answer.body), answer, context, {});
  return null;
}

/** What a status means where the manifest says nothing. */
export function classOfStatus(status: number): ErrorClass {
  if (status === 401) return 'auth_invalid';
  if (status === 402) return 'plan_limit';
  if (status === 403 || status === 407 || status === 451) return 'permission';
  if (status === 404) return 'not_found';
  if (status === 410) return 'gone';
  if (status === 408 || status === 425) return 'transient';
  if (status === 409 || status === 412 || status === 423 || status === 428) return 'conflict';
  if (status === 429) return 'rate_limited';
  if (status === 501 || status === 505) return 'provider_down';
  return status >= 500 ? 'transient' : 'validation';
}

function fromStatus(answer: ParsedAnswer, context: ClassifyContext): ProviderError {
  const wait = waitOf(answer, context);
  // Some providers say "forbidden" when they mean "too often"; the headers tell the two apart.
  const isLimited = answer.status === 403 && (isBudgetEmpty(answer, context) || answer.headers['retry-after']);
  return fail(isLimited ? 'rate_limited' : classOfStatus(answer.status), answer, context, {}, wait);
}

function fromRule(rule: ErrorRule, errorClass: ErrorClass, answer: ParsedAnswer, context: ClassifyContext) {
  const declared = rule.retryAfter;
  const raw =
    declared === undefined
      ? null
      : 'header' in declared
        ? answer.headers[declared.header.toLowerCase()]
        : select(declared.body, answer.body);
  const wait = declared === undefined ? null : readWait(raw, declared.unit, context.now);
  return fail(errorClass, answer, context, rule, wait ?? waitOf(answer, context));
}

function fail(
  errorClass: ErrorClass,
  answer: ParsedAnswer,
  context: ClassifyContext,
  rule: Pick<ErrorRule, 'message' | 'messageFrom'>,
  waitMs: number | null = null,
): ProviderError {
  const own = rule.message ?? describeClass(errorClass, context.manifest.name);
  const theirs = providerSentence(rule.messageFrom, answer, context);
  const options: ProviderErrorOptions = { status: answer.status };
  if (waitMs !== null) options.retryAfterSeconds = Math.ceil(waitMs / 1000);
  return new ProviderError(errorClass, theirs ? `${own} It says: ${theirs}` : own, options);
}

/** The provider's own sentence about a failure, without secrets and cut to a sensible length; null when there is none. */
export function providerSentence(
  messageFrom: string | undefined,
  answer: ParsedAnswer,
  context: ClassifyContext,
): string | null {
  const { manifest, operation, redact } = context;
  const expression = messageFrom ?? manifest.http?.errorMessage;
  const found = expression === undefined ? null : selectQuietly(expression, answer.body);
  const text = found ?? (operation.bodyType === 'graphql' ? graphqlMessage(answer.body) : null);
  return text === null ? null : cleanSentence(text, redact);
}

/** A foreign text fit for errors: no secrets, no control characters, at most 300 characters; null when nothing is left. */
export function cleanSentence(text: string, redact: Redact): string | null {
  // Control characters of a foreign text must not reach logs and terminals.
  const clean = redact(text)
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
  if (clean === '') return null;
  return clean.length > longestProviderSentence ? `${clean.slice(0, longestProviderSentence - 1)}…` : clean;
}

function selectQuietly(expression: string, body: unknown): string | null {
  if (typeof body !== 'object' || body === null || Buffer.isBuffer(body)) return null;
  try {
    const value = select(expression, body);
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}

/** How long the answer asks to wait, in milliseconds: the declared header, Retry-After, or the reset of an empty budget. */
function waitOf(answer: ParsedAnswer, context: ClassifyContext): number | null {
  const declared = context.manifest.rateLimits.headers;
  if (declared?.retryAfter) {
    const wait = readWait(
      answer.headers[declared.retryAfter.name.toLowerCase()],
      declared.retryAfter.unit,
      context.now,
    );
    if (wait !== null) return wait;
  }
  const standard = readRetryAfter(answer.headers['retry-after'], context.now);
  if (standard !== null) return standard;
  if (!declared?.reset || !isBudgetEmpty(answer, context)) return null;
  return readWait(answer.headers[declared.reset.name.toLowerCase()], declared.reset.unit, context.now);
}

function isBudgetEmpty(answer: ParsedAnswer, context: ClassifyContext): boolean {
  const name = context.manifest.rateLimits.headers?.remaining;
  return name !== undefined && answer.headers[name.toLowerCase()]?.trim() === '0';
}
