import type { MethodOf } from '../auth/auth-strategy.ts';
import { sendSignIn, signInFailure } from '../auth/sign-in-request.ts';
import { noToken } from '../auth/token-answer.ts';
import { findRule } from '../errors/match-rule.ts';
import { readMoment } from '../errors/moments.ts';
import type { Answer, ParsedAnswer } from '../http/answer.ts';
import type { OutgoingRequest } from '../http/outgoing-request.ts';
import { parseFailure } from '../http/parse-body.ts';
import { select, selectFlag, selectText } from '../select/expressions.ts';
import type { OAuthContext } from './oauth-context.ts';
import { oauthRefusal } from './oauth-refusal.ts';
import type { TokenSet } from './types.ts';

type Config = MethodOf<'oauth2'>['config'];
/** What the library calls to send; it gives a URL as text. */
type Fetch = (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: unknown },
) => Promise<Response>;

/** Sends what the library built, and gives it the provider's answer in the form of the standard. */
export interface TokenRequest {
  fetch: Fetch;
  /** What the last answer gave. Throws when there was none. */
  tokens(): TokenSet;
}

/**
 * Stands between the library and the provider: writes the request as the manifest declares, reads the answer where the manifest
 * says things are, and hands the library a standard one to check. Refusals and faults are thrown from here, classified.
 */
export function createTokenRequest(oauth: OAuthContext): TokenRequest {
  const { context, config } = oauth;
  let tokens: TokenSet | null = null;
  return {
    async fetch(url, { headers, body }) {
      const form = new URLSearchParams(body instanceof URLSearchParams ? body : String(body ?? ''));
      const answer = await sendSignIn(tokenRequest(new URL(url), headers, form, oauth), context);
      const parsed = parseTokenAnswer(answer, config);
      const failure = refusal(parsed, oauth) ?? signInFailure(parsed, context);
      if (failure) throw failure;
      tokens = readTokens(parsed, oauth);
      const { accessToken, refreshToken, idToken } = tokens;
      return Response.json({
        access_token: accessToken,
        token_type: 'bearer',
        ...(refreshToken !== null && { refresh_token: refreshToken }),
        // Nobody can say whether an ID token is right where the manifest names no issuer.
        ...(idToken !== null && config.issuer !== undefined && { id_token: idToken }),
      });
    },
    tokens() {
      if (tokens === null) throw new TypeError('no token request was made');
      return tokens;
    },
  };
}

function tokenRequest(
  url: URL,
  headers: Record<string, string>,
  form: URLSearchParams,
  { context, config }: OAuthContext,
): OutgoingRequest {
  const isJson = config.tokenRequestFormat === 'json';
  return {
    method: 'POST',
    origin: url.origin,
    path: url.pathname,
    query: url.search.slice(1),
    headers: {
      ...headers,
      accept: 'application/json',
      'content-type': isJson ? 'application/json' : 'application/x-www-form-urlencoded',
      'user-agent': context.userAgent,
    },
    body: isJson ? JSON.stringify(Object.fromEntries(form)) : form.toString(),
  };
}

/** JSON, or a form where the manifest or the answer itself says so. */
function parseTokenAnswer(answer: Answer, config: Config): ParsedAnswer {
  const parsed = parseFailure(answer);
  if (parsed.body !== null) return parsed;
  const says = /application\/x-www-form-urlencoded/i.test(answer.headers['content-type'] ?? '');
  if (!says && config.tokenResponseFormat !== 'form') return parsed;
  return { ...parsed, body: Object.fromEntries(new URLSearchParams(answer.bytes.toString('utf8').trim())) };
}

/** A refusal in the words of the protocol, whatever its status. */
function refusal(answer: ParsedAnswer, { context, config }: OAuthContext) {
  // What is busy or broken does not refuse; its status says so better than its body.
  if (answer.status === 408 || answer.status === 429 || answer.status >= 500) return null;
  if (typeof answer.body !== 'object' || answer.body === null) return null;
  const { error, errorDescription, success } = config.tokenResponse;
  const code = selectText(error, answer.body);
  const hasFailed = success !== undefined && !selectFlag(success, answer.body);
  if (code === null && !hasFailed) return null;
  const description = selectText(errorDescription, answer.body);
  // Only a rule that reads the body tells more than the protocol's own code: every refusal has a status.
  const rule = findRule(
    context.manifest.errors.filter(({ body }) => body !== undefined),
    answer,
  );
  return oauthRefusal({ code: code ?? 'unknown', description, status: answer.status, rule }, context);
}

function readTokens(answer: ParsedAnswer, { context, config }: OAuthContext): TokenSet {
  const paths = config.tokenResponse;
  const text = (expression: string) => selectText(expression, answer.body);
  const accessToken = text(paths.accessToken);
  // What cannot stand in a header is no token.
  if (accessToken === null || /[^\x21-\x7e]/.test(accessToken)) throw noToken(answer, context);
  const [refreshToken, idToken] = [text(paths.refreshToken), text(paths.idToken)];
  const metadata: Record<string, string> = {};
  for (const [name, expression] of Object.entries(paths.metadata)) {
    const value = text(expression);
    if (value !== null) metadata[name] = value;
  }
  context.hide(...[accessToken, refreshToken, idToken, ...Object.values(metadata)].filter((value) => value !== null));
  const now = context.now();
  const told = readMoment(select(paths.expiresIn, answer.body), paths.expiresInUnit, now);
  const assumed = config.tokenTtlSeconds === undefined ? null : now + config.tokenTtlSeconds * 1000;
  // Several providers write a zero for "does not expire".
  const expiresAt = told !== null && told > now ? told : assumed;
  return {
    accessToken,
    refreshToken,
    idToken,
    expiresAt,
    scopes: readScopes(select(paths.scope, answer.body)),
    metadata,
  };
}

/** Scopes as one text or as a list; null when the answer does not tell. */
export function readScopes(value: unknown): string[] | null {
  if (Array.isArray(value)) return value.filter((scope) => typeof scope === 'string');
  if (typeof value !== 'string' || value.trim() === '') return null;
  return [...new Set(value.split(/[\s,+]+/).filter((scope) => scope !== ''))];
}
