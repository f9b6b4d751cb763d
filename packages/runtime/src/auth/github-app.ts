import { ProviderError } from '../errors/provider-error.ts';
import type { Answer } from '../http/answer.ts';
import { setHeader } from '../http/headers.ts';
import type { OutgoingRequest } from '../http/outgoing-request.ts';
import { parseFailure } from '../http/parse-body.ts';
import { renderText } from '../http/template.ts';
import { selectText } from '../select/expressions.ts';
import type { AuthContext, AuthStrategies, MethodOf } from './auth-strategy.ts';
import { withClockHint } from './clock-hint.ts';
import { readCredential } from './credential.ts';
import { readSigningKey } from './jwt-key.ts';
import { forgetSignIn, type SignIn, signInKey, signInOnce, stopBefore } from './sign-in.ts';
import { renderSignInUrl, requireCredentials, sendSignIn, signInFailure } from './sign-in-request.ts';
import { signCompact } from './sign-jwt.ts';

type Context = AuthContext<MethodOf<'github_app'>>;

interface InstallationToken extends SignIn {
  value: string;
}

/** An assertion is dated back against clocks that differ, and may live ten minutes at most; in seconds. */
const datedBackSeconds = 60;
const assertionSeconds = 540;
/** Of a token whose end is not told, in milliseconds: installation tokens live an hour. */
const unknownLifetimeMs = 3_600_000;

/** The token of one installation of an app, got with an assertion that the app's private key signs. */
export const githubApp: AuthStrategies['github_app'] = {
  credentialHeaders: () => ['authorization'],

  async apply(request, context) {
    const token = await signInOnce(signInKey(context, 'github_app'), context, () => fetchToken(context));
    context.hide(token.value);
    setHeader(request.headers, 'authorization', `Bearer ${token.value}`);
  },

  async answerChallenge(_challenge, request, context) {
    const sent = request.headers.authorization;
    const wasSent = ({ value }: InstallationToken) => sent === `Bearer ${value}`;
    forgetSignIn<InstallationToken>(signInKey(context, 'github_app'), context, wasSent);
    return true;
  },
};

async function fetchToken(context: Context): Promise<InstallationToken> {
  requireCredentials(context);
  const installationId = requireInstallation(context);
  const assertion = await signAssertion(context);
  const api = renderSignInUrl(context.method.config.apiUrl, context);
  const request: OutgoingRequest = {
    method: 'POST',
    origin: api.origin,
    path: `${api.pathname.replace(/\/$/, '')}/app/installations/${encodeURIComponent(installationId)}/access_tokens`,
    query: '',
    headers: { accept: 'application/json', 'user-agent': context.userAgent, authorization: `Bearer ${assertion}` },
    body: null,
  };
  const answer = await sendSignIn(request, context);
  const parsed = parseFailure(answer);
  const failure = signInFailure(parsed, context);
  if (failure)
    throw (failure.class === 'rate_limited' ? null : explainRefusal(answer, installationId, context)) ?? failure;
  const value = selectText('token', parsed.body);
  if (value === null || /[^\x21-\x7e]/.test(value))
    throw new ProviderError('bug', `${context.providerName} gave no token for the installation.`, {
      status: answer.status,
      whoseFault: 'provider',
      nothingSent: true,
    });
  context.hide(value);
  const now = context.now();
  const told = Date.parse(selectText('expires_at', parsed.body) ?? '');
  return { value, expiresAt: stopBefore(Number.isNaN(told) ? now + unknownLifetimeMs : told, now) };
}

async function signAssertion(context: Context): Promise<string> {
  const { appIdField, privateKeyField } = context.method.config;
  const key = readSigningKey(
    { algorithm: 'RS256', keyEncoding: 'pem' },
    readCredential(privateKeyField, context) ?? '',
    'private key',
  );
  const now = Math.floor(context.now() / 1000);
  const claims = {
    iat: now - datedBackSeconds,
    exp: now + assertionSeconds,
    iss: readCredential(appIdField, context) ?? '',
  };
  const assertion = await signCompact({ alg: 'RS256', typ: 'JWT' }, JSON.stringify(claims), key);
  context.hide(assertion);
  return assertion;
}

function requireInstallation(context: Context): string {
  const id = readCredential(context.method.config.installationIdField, context);
  if (id !== null && /^[0-9]{1,20}$/.test(id)) return id;
  throw new ProviderError(
    'auth_invalid',
    id === null
      ? 'The connection has no installation ID: the app is not installed yet.'
      : 'The installation ID is not a number.',
    { nextStep: installStep(context), nothingSent: true },
  );
}

/** What the answer to the request for a token says of app and installation; null when its status says no more than elsewhere. */
function explainRefusal(answer: Answer, installationId: string, context: Context): ProviderError | null {
  const { providerName } = context;
  const refuse = (message: string, nextStep: string) =>
    new ProviderError('auth_invalid', message, { status: answer.status, nextStep, nothingSent: true });
  if (answer.status === 401) {
    const error = refuse(
      `${providerName} does not accept the app: the app ID and the private key do not belong together, or the key was deleted.`,
      'Check the app ID, or make a new private key in the settings of the app and enter it.',
    );
    return withClockHint(error, answer, context);
  }
  if (answer.status === 404)
    return refuse(
      `${providerName} knows no installation ${installationId} of this app. It was removed, or belongs to another app.`,
      installStep(context),
    );
  // Other refusals, such as of this server's address, keep the provider's own sentence.
  if (answer.status === 403 && /suspended/i.test(answer.bytes.toString('utf8', 0, 4_096)))
    return refuse(
      `${providerName} gives no token for the installation ${installationId}: it is suspended.`,
      'Ask who installed the app to lift the suspension in the settings of the installation.',
    );
  return null;
}

function installStep(context: Context): string {
  const { installUrl } = context.method.config;
  const where = installUrl === undefined ? undefined : renderText(installUrl, context.scope);
  return `Install the app${where === undefined ? '' : ` at ${where}`} and enter the number at the end of the address of its settings page.`;
}
