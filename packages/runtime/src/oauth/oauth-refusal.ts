import type { ErrorRule } from '@patchbay/schema';
import type { AuthContext } from '../auth/auth-strategy.ts';
import { cleanSentence } from '../errors/classify-answer.ts';
import { ProviderError } from '../errors/provider-error.ts';

/** What the protocol's own error codes (RFC 6749, OpenID Connect) ask people to do. */
const nextSteps: Readonly<Record<string, string>> = {
  access_denied:
    'Somebody pressed Cancel, or may not allow this. Connect again and allow the access, or ask an administrator of the provider.',
  invalid_client: 'Check the client ID and the client secret of the OAuth app; a secret made anew ends the old one.',
  unauthorized_client: 'Check which kinds of access the OAuth app may use in its settings at the provider.',
  invalid_grant: 'Connect again: the sign-in took too long, was used before, or its access was ended.',
  invalid_scope:
    'Remove the scope from the OAuth app in Patchbay, or allow it in the settings of the app at the provider.',
  redirect_uri_mismatch:
    'Enter the callback URL in the settings of the OAuth app at the provider, exactly as it is shown here.',
  invalid_redirect_uri:
    'Enter the callback URL in the settings of the OAuth app at the provider, exactly as it is shown here.',
  temporarily_unavailable: 'Try again in a few minutes.',
  server_error: 'Try again in a few minutes.',
};
const passing = new Set(['temporarily_unavailable', 'server_error', 'slow_down']);

interface Refusal {
  /** The protocol's error code. */
  code: string;
  description: string | null;
  status?: number;
  /** The manifest's rule for this answer, which knows more than the protocol. */
  rule?: ErrorRule | null;
}

/** The provider said no in the words of the protocol. `data` keeps its code and sentence. */
export function oauthRefusal(
  { code, description, status, rule }: Refusal,
  context: Pick<AuthContext, 'providerName' | 'redact'>,
): ProviderError {
  const oauthError = cleanSentence(code, context.redact) ?? 'unknown';
  const oauthDescription = description === null ? null : cleanSentence(description, context.redact);
  const sentence = [oauthError, oauthDescription].filter((part) => part !== null).join(': ');
  const nextStep = rule ? undefined : nextSteps[code];
  return new ProviderError(
    rule?.class ?? (passing.has(code) ? 'transient' : 'auth_invalid'),
    `${rule?.message ?? `${context.providerName} refused the sign-in.`} It says: ${sentence}`,
    {
      data: { oauthError, oauthDescription },
      nothingSent: true,
      ...(status === undefined ? {} : { status }),
      ...(nextStep === undefined ? {} : { nextStep }),
    },
  );
}

/** The provider's own error code of a refusal; null for every other error. */
export function oauthErrorOf(error: unknown): string | null {
  const code = error instanceof ProviderError ? error.data?.oauthError : null;
  return typeof code === 'string' ? code : null;
}

/** What the library refused of an answer: never with its text, which may hold tokens. */
export function protocolFailure(
  what: string,
  context: Pick<AuthContext, 'providerName'>,
  cause: unknown,
): ProviderError {
  const reason = cause instanceof Error ? cause.message.split('\n')[0]?.slice(0, 200) : undefined;
  return new ProviderError('bug', `${context.providerName} ${what}${reason ? ` (${reason})` : ''}.`, {
    whoseFault: 'provider',
    nextStep: 'Nobody was signed in. Try again; if it stays, the manifest and the provider do not agree.',
    nothingSent: true,
  });
}
