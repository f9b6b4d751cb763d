import { readCredential } from '../auth/credential.ts';
import type { RuntimeContext } from '../call/runtime-context.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { exchange } from '../oauth/exchange.ts';
import { revoke } from '../oauth/revoke.ts';
import type { OAuthTarget } from '../oauth/types.ts';
import { execute } from '../operations/execute.ts';
import { select, selectText } from '../select/expressions.ts';
import type { CallOptions, Target } from '../types.ts';
import { type InstallContext, openInstall } from './open-install.ts';
import type { InstallProblem, InstallReturn } from './types.ts';

/** More installations than anybody may see. */
const mostInstallations = 10_000;

/**
 * The installation somebody came back with. Its id stands in an address that anybody can write: it counts only when the provider, asked
 * with a token of that person, lists it. The token serves this one question and is ended then.
 */
export async function proveInstall(
  runtime: RuntimeContext,
  target: Target,
  { parameters, redirectUri, state }: InstallReturn,
  options: CallOptions,
): Promise<string> {
  const opened = await openInstall(runtime, target, options);
  const { context, install } = opened;
  const { providerName } = context;
  const hasFailed = parameters.has('error');
  if (!hasFailed && parameters.get(install.actionParameter) === install.requestedAction)
    throw refuse(
      'install_requested',
      `You asked for the app at ${providerName}; whoever owns the account has to approve it.`,
      'Begin again with Install the app once that is done: the app then shows as installed.',
    );
  const id = parameters.get(install.installationParameter) ?? '';
  if (!hasFailed && id === '')
    throw refuse(
      'install_missing',
      `${providerName} sent you back without an installation.`,
      'Begin again with Install the app, and choose the account and its repositories.',
    );
  if (!hasFailed && !parameters.get('code'))
    throw refuse(
      'install_unproven',
      `${providerName} did not tell who installed the app, so nobody can say that the installation is yours.`,
      'Switch on "Request user authorization (OAuth) during installation" in the settings of the app, enter the callback URL there, and begin again.',
    );
  return findOwn(runtime, target, { parameters, redirectUri, state, id }, opened, options);
}

async function findOwn(
  runtime: RuntimeContext,
  target: Target,
  { id, ...returned }: InstallReturn & { id: string },
  { context, install }: InstallContext,
  options: CallOptions,
): Promise<string> {
  const { proof } = install;
  const person = asPerson(target, { context, install });
  const tokens = await exchange(runtime, person, { ...returned, codeVerifier: null, nonce: null }, options);
  try {
    const { app: _app, ...plain } = person;
    const { accessToken } = tokens;
    const connection = { ...plain, credentials: { get: async () => ({ ...tokens.metadata, accessToken }) } };
    const listed = await execute(runtime, connection, proof.operation, {}, { ...options, limit: mostInstallations });
    if (listed.error) {
      const { class: errorClass, message, code, whoseFault, nextStep } = listed.error;
      throw new ProviderError(errorClass, message, { code, whoseFault, nextStep });
    }
    const found = listed.items?.find((item) => selectText(proof.id, item) === id);
    if (found === undefined)
      throw refuse(
        'install_foreign',
        `The installation is none of those you may see at ${context.providerName}, or belongs to another app than the client ID.`,
        'Check the client ID of the app, sign in there as whoever installed it, and begin again.',
      );
    if (proof.suspended !== undefined && isSet(select(proof.suspended, found)))
      throw refuse(
        'install_suspended',
        `The installation is suspended: ${context.providerName} lets nobody in by it.`,
        'Lift the suspension in the settings of the installation, and begin again.',
      );
    return id;
  } finally {
    await endToken(runtime, person, tokens, options);
  }
}

/** The provider's other method, with the client the app itself is. */
function asPerson(target: Target, { context, install }: InstallContext): OAuthTarget {
  const { credentials: _credentials, ...plain } = target;
  return {
    ...plain,
    authMethod: install.proof.authMethod,
    app: {
      clientId: readCredential(install.clientIdField, context) ?? '',
      clientSecret: readCredential(install.clientSecretField, context),
      settings: {},
    },
  };
}

/** Nobody waits for a second sign-in because of this: the token ends by itself where it cannot be ended. */
async function endToken(
  runtime: RuntimeContext,
  person: OAuthTarget,
  tokens: Parameters<typeof revoke>[2],
  options: CallOptions,
): Promise<void> {
  try {
    await revoke(runtime, person, tokens, options);
  } catch (error) {
    const message = error instanceof Error ? error.message : 'unknown';
    runtime.logger.warn({ connectionId: person.connectionId, error: message }, 'could not end a token used once');
  }
}

function isSet(value: unknown): boolean {
  return value !== null && value !== undefined && value !== false && value !== '';
}

function refuse(problem: InstallProblem, message: string, nextStep: string): ProviderError {
  return new ProviderError('auth_invalid', message, { nextStep, nothingSent: true, data: { problem } });
}
