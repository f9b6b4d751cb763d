import { claimOauthState, extendOauthState, finishOauthState, isUsedOauthState, type OauthState } from '@patchbay/db';
import { oauthErrorOf } from '@patchbay/runtime';
import { isPatchbayError, PatchbayError } from '@patchbay/schema';
import { open } from '@patchbay/secrets';
import { recordAudit } from '../audit/append.ts';
import { testConnection } from '../connections/test.ts';
import type { TestOutcome } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { withNextStep } from '../support/with-next-step.ts';
import type { Actor, ServiceContext, ServiceDeps } from '../types.ts';
import { hashState } from './hash-state.ts';
import { proveInstallation } from './prove-installation.ts';
import { oauthStateAad } from './state-aad.ts';
import { stateDataSchema, stateSecretsSchema } from './state-data.ts';
import { storeSignIn } from './store-sign-in.ts';
import { appChanged, tradeCode } from './trade-code.ts';

/** Why nobody was connected, where the provider is not to blame. */
export type SignInProblem = 'state_missing' | 'state_unknown' | 'state_used' | 'state_expired' | 'state_foreign';

const sentences: Record<SignInProblem, string> = {
  state_missing:
    'The provider sent the browser back without saying which sign-in it answers. Begin again with Connect.',
  state_unknown: 'This sign-in is not known here. Begin again with Connect.',
  state_used: 'This sign-in was ended before. Look at the connection, or begin again with Connect.',
  state_expired: 'The sign-in took longer than ten minutes. Begin again with Connect.',
  state_foreign:
    'Somebody else began this sign-in, or it belongs to another organization. Sign in as the person who began it, in that organization, and begin again with Connect.',
};

export interface CompleteOAuthParams {
  /** The parameters the browser came back with. */
  parameters: URLSearchParams;
  /** Whoever is signed in here in that browser. */
  actor: Actor | null;
  requestId?: string;
  ip?: string | null;
  signal?: AbortSignal;
}

/**
 * Ends a sign-in at a provider: trades the code, makes or renews the connection and tests it. Never throws for what people and
 * providers do: gives the page of the admin that tells how it ended. An attempt that failed is kept with its reason.
 */
export async function completeOAuth(deps: ServiceDeps, params: CompleteOAuthParams): Promise<{ redirectUrl: string }> {
  const state = params.parameters.get('state');
  if (!state) return toProblemPage(deps, 'state_missing');
  const now = new Date(deps.clock.now());
  const stateHash = hashState(state);
  const row = await claimOauthState(deps.db.orm, { stateHash, now });
  if (row === null) {
    const isUsed = await isUsedOauthState(deps.db.orm, { stateHash });
    return toProblemPage(deps, isUsed ? 'state_used' : 'state_unknown');
  }
  const { actor, parameters, ...request } = params;
  const isOwn = actor?.type === 'user' && actor.id === row.userId && actor.organizationId === row.organizationId;
  try {
    // Whoever was sent here by somebody else must not end up in that person's organization.
    if (!isOwn) throw new PatchbayError('forbidden', sentences.state_foreign, { data: { problem: 'state_foreign' } });
    if (row.expiresAt <= now)
      throw new PatchbayError('conflict', sentences.state_expired, { data: { problem: 'state_expired' } });
    const context: ServiceContext = { deps, actor, ...request };
    requirePermission(actor, 'oauth.start');
    const connectionId = await finish(context, row, parameters, state);
    return toAttemptPage(deps, row, { connectionId });
  } catch (error) {
    await keepFailure(deps, row, actor, request, error);
    // A stranger learns nothing of the attempt, not even its id.
    return isOwn ? toAttemptPage(deps, row, { connectionId: null }) : toProblemPage(deps, 'state_foreign');
  }
}

async function finish(
  context: ServiceContext,
  row: OauthState,
  parameters: URLSearchParams,
  state: string,
): Promise<string> {
  const { deps } = context;
  const data = stateDataSchema.parse(row.data);
  if (row.envelope === null) throw appChanged(deps.registry.require(row.providerSlug).name);
  const secrets = stateSecretsSchema.parse(JSON.parse(open(deps.keyRing, row.envelope, oauthStateAad(row))));
  const gain = data.kind === 'install' ? proveInstallation : tradeCode;
  const connectionId = await storeSignIn(
    context,
    row,
    data,
    await gain(context, row, data, secrets, { parameters, state }),
  );
  await testOnce(context, row, connectionId);
  return connectionId;
}

/** Tests the new connection and keeps what it answered. The sign-in has succeeded by now, however this ends. */
async function testOnce(context: ServiceContext, row: OauthState, connectionId: string): Promise<void> {
  const { deps } = context;
  try {
    const test = await testConnection(context, { id: connectionId }).catch((error: unknown) => {
      deps.logger.error({ attemptId: row.id, connectionId, err: error }, 'could not test a new connection');
      return brokenTest(error);
    });
    await extendOauthState(deps.db.orm, { organizationId: row.organizationId, id: row.id, data: { test } });
  } catch (error) {
    deps.logger.error({ attemptId: row.id, connectionId, err: error }, 'could not keep the test of a new connection');
  }
}

/** A test that Patchbay itself broke off. */
function brokenTest(error: unknown): TestOutcome {
  const { code, message } = isPatchbayError(error)
    ? error
    : { code: 'internal', message: 'Patchbay could not test the connection.' };
  return {
    ...{ ok: false, latencyMs: 0, account: null, scopes: null, missingScopes: [], rateLimit: null, steps: [] },
    error: {
      ...{ code, class: 'bug', message, whoseFault: 'patchbay' },
      nextStep: 'The connection is there: open it and press Test.',
    },
  };
}

/** Who, at which provider, and why: kept with the attempt and in the audit log, in words that hold no secret. */
async function keepFailure(
  deps: ServiceDeps,
  row: OauthState,
  actor: Actor | null,
  request: { requestId?: string; ip?: string | null },
  error: unknown,
): Promise<void> {
  const { code, message } = explain(error);
  if (!isPatchbayError(error)) deps.logger.error({ attemptId: row.id, err: error }, 'a sign-in at a provider failed');
  await finishOauthState(deps.db.orm, {
    ...{ organizationId: row.organizationId, id: row.id, connectionId: row.connectionId },
    ...{ outcome: 'error', errorCode: code, errorDescription: message },
  });
  const { organizationId, userId: id } = row;
  const label = stateDataSchema.safeParse(row.data).data?.userLabel ?? null;
  const owner = { type: 'user', id, organizationId, role: 'viewer', scopes: null, label } as const;
  // The log of an organization names its own people only.
  const isTheirs = actor?.organizationId === organizationId;
  await recordAudit(
    { deps, actor: isTheirs && actor ? actor : owner, ...request },
    {
      action: 'oauth.fail',
      target: { type: 'oauth_attempt', id: row.id, label: row.providerSlug },
      after: { code, message },
    },
  );
}

function explain(error: unknown): { code: string; message: string } {
  if (!isPatchbayError(error)) return { code: 'internal', message: 'Something went wrong inside Patchbay. Try again.' };
  const problem = error.data?.problem;
  const code = oauthErrorOf(error) ?? (typeof problem === 'string' ? problem : error.code);
  const nextStep = 'nextStep' in error && typeof error.nextStep === 'string' ? error.nextStep : '';
  return { code, message: withNextStep(error.message, nextStep) };
}

/** The page of an attempt, or the page of ours the caller asked for, which learns how it went. */
function toAttemptPage(
  { settings }: ServiceDeps,
  row: OauthState,
  { connectionId }: { connectionId: string | null },
): { redirectUrl: string } {
  const url = new URL(row.redirectUrl ?? `${settings.appUrl}/connect/attempts/${row.id}`);
  if (row.redirectUrl !== null) {
    url.searchParams.set('attempt', row.id);
    url.searchParams.set('outcome', connectionId === null ? 'error' : 'success');
  }
  if (connectionId !== null) url.searchParams.set('connection', connectionId);
  return { redirectUrl: url.href };
}

function toProblemPage({ settings }: ServiceDeps, problem: SignInProblem): { redirectUrl: string } {
  return { redirectUrl: `${settings.appUrl}/connect/attempts/none?problem=${problem}` };
}
