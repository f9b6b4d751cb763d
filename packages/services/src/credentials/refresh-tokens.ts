import { randomUUID } from 'node:crypto';
import {
  acquireRefreshLease,
  type CredentialVersion,
  getCredentialVersion,
  releaseRefreshLease,
  renewRefreshLease,
  saveRefreshedCredential,
} from '@patchbay/db';
import { oauthErrorOf, ProviderError, type Target, type TokenSet } from '@patchbay/runtime';
import { isPatchbayError } from '@patchbay/schema';
import { readKeyId, seal } from '@patchbay/secrets';
import { announceChange } from '../connections/announce-change.ts';
import { findOAuthApp } from '../oauth-apps/find-oauth-app.ts';
import { requireOAuthMethod } from '../oauth-apps/require-oauth-method.ts';
import type { ServiceDeps } from '../types.ts';
import { credentialAad } from './credential-aad.ts';
import { toFieldStates } from './credential-values.ts';
import { markReauthRequired } from './mark-reauth-required.ts';
import { openCredentialVersion } from './open-version.ts';
import { reauthRequired } from './reauth-required.ts';

export interface RefreshTiming {
  /** How long others wait for a process that says nothing, in milliseconds. */
  leaseTtlMs: number;
  /** How often somebody who waits looks again. */
  pollMs: number;
  /** How long somebody waits for another process at most. */
  waitMs: number;
  /** How long the provider may take to answer. */
  answerMs: number;
  /** Between tries to store tokens in a database that does not answer. */
  storeRetryMs: number;
}

const standard: RefreshTiming = {
  leaseTtlMs: 15_000,
  pollMs: 250,
  waitMs: 120_000,
  answerMs: 90_000,
  storeRetryMs: 1_000,
};

/** Times the database is asked to store tokens that exist nowhere else. */
const storeTries = 120;

export type RefreshTarget = Omit<Target, 'credentials'>;

/**
 * New tokens for a connection, fetched by exactly one process however many ask: whoever holds the lease asks the provider, the others
 * wait and read what it stored. The lease is renewed as long as the provider takes. Throws ProviderError.
 */
export async function refreshTokens(
  deps: ServiceDeps,
  target: RefreshTarget,
  row: CredentialVersion,
  timing: RefreshTiming = standard,
): Promise<CredentialVersion> {
  const { organizationId, id, revision } = row;
  const key = { organizationId, id, revision };
  const provider = target.manifest.id;
  const owner = `${deps.settings.processId}/${randomUUID()}`;
  // By the machine's clock: a test may turn the service's.
  const waitUntil = Date.now() + timing.waitMs;
  for (;;) {
    if (await acquireRefreshLease(deps.db.orm, { ...key, owner, ttlMs: timing.leaseTtlMs })) break;
    const now = await getCredentialVersion(deps.db.orm, { organizationId, id });
    if (now === null || now.envelope === null) throw replaced(target.manifest.name);
    if (now.revision !== revision) {
      if (!now.isRefreshable && now.refreshedAt?.getTime() === row.refreshedAt?.getTime())
        throw reauthRequired(target.manifest.name);
      return now;
    }
    if (Date.now() > waitUntil) throw tooSlow(target.manifest.name);
    await new Promise((resolve) => setTimeout(resolve, timing.pollMs));
  }
  const keepLease = setInterval(() => {
    renewRefreshLease(deps.db.orm, { ...key, owner, ttlMs: timing.leaseTtlMs }).catch((error: unknown) =>
      deps.logger.warn({ connectionId: row.connectionId, error: messageOf(error) }, 'could not renew a lease'),
    );
  }, timing.leaseTtlMs / 3);
  try {
    const tokens = await ask(deps, target, row, timing);
    const stored = await store(deps, target, row, tokens, timing);
    deps.observer?.tokensRenewed?.({ provider, outcome: 'renewed' });
    return stored;
  } catch (error) {
    const isEnded = isPatchbayError(error) && error.code === 'reauth_required';
    deps.observer?.tokensRenewed?.({ provider, outcome: isEnded ? 'ended' : 'failed' });
    if (!isEnded) {
      await releaseRefreshLease(deps.db.orm, { ...key, owner }).catch(() => {});
      throw error;
    }
    const description = error.data?.oauthDescription;
    const isMarked = await markReauthRequired(deps, row, {
      code: oauthErrorOf(error),
      description: typeof description === 'string' ? description : null,
    });
    if (isMarked) throw error;
    // The tokens were renewed by somebody whose lease had run out: those are the ones to use.
    const now = await getCredentialVersion(deps.db.orm, { organizationId, id });
    if (now === null || now.revision === revision) throw error;
    return now;
  } finally {
    clearInterval(keepLease);
  }
}

async function ask(
  deps: ServiceDeps,
  target: RefreshTarget,
  row: CredentialVersion,
  { answerMs }: RefreshTiming,
): Promise<TokenSet> {
  const { manifest, organizationId, settings } = target;
  const method = requireOAuthMethod(manifest, row.authMethod, deps.settings);
  const clientId = row.oauthClientId ?? undefined;
  const found = await findOAuthApp(deps, { organizationId, manifest, method, settings, clientId });
  if (found === null) {
    throw new ProviderError(
      'auth_expired',
      `The OAuth app this connection to ${manifest.name} was made with is not here any more, so its access cannot be renewed.`,
      {
        code: 'reauth_required',
        whoseFault: 'you',
        nextStep: 'Save the OAuth app again, or connect again with the one there is.',
        nothingSent: true,
      },
    );
  }
  const { refreshToken } = openCredentialVersion(deps.keyRing, row).sealed;
  if (refreshToken === undefined) throw reauthRequired(manifest.name);
  return deps.runtime.oauth.refresh({ ...target, timeoutMs: answerMs, app: found.app }, refreshToken);
}

/** Stores new tokens, and goes on trying while the database is away: the provider may have ended the old ones already. */
async function store(
  deps: ServiceDeps,
  { manifest }: RefreshTarget,
  row: CredentialVersion,
  tokens: TokenSet,
  { storeRetryMs }: RefreshTiming,
): Promise<CredentialVersion> {
  const { organizationId, connectionId, id, revision } = row;
  const old = openCredentialVersion(deps.keyRing, row).sealed;
  const sealed = mergeTokens(old, tokens);
  const envelope = seal(deps.keyRing, JSON.stringify(sealed), credentialAad(row));
  const method = requireOAuthMethod(manifest, row.authMethod, deps.settings);
  const values = {
    envelope,
    keyId: readKeyId(envelope),
    fields: toFieldStates(method, { sealed, authRefs: row.authRefs }),
    expiresAt: tokens.expiresAt === null ? null : new Date(tokens.expiresAt),
    isRefreshable: sealed.refreshToken !== undefined && method.config.refresh !== 'none',
    refreshedAt: new Date(deps.clock.now()),
    grantedScopes: tokens.scopes ?? row.grantedScopes,
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      const saved = await saveRefreshedCredential(deps.db.orm, { organizationId, id, revision, values });
      if (saved !== null) {
        await announceChange(deps, connectionId);
        return saved;
      }
      const now = await getCredentialVersion(deps.db.orm, { organizationId, id });
      if (now === null || now.envelope === null) throw replaced(manifest.name);
      return now;
    } catch (error) {
      if (error instanceof ProviderError || attempt >= storeTries) throw error;
      deps.logger.error({ connectionId, attempt, error: messageOf(error) }, 'could not store new tokens, trying again');
      await new Promise((resolve) => setTimeout(resolve, storeRetryMs));
    }
  }
}

/** New tokens over the old ones: what the answer does not hold stays. */
function mergeTokens(old: Readonly<Record<string, string>>, tokens: TokenSet): Record<string, string> {
  const { accessToken, refreshToken, idToken, metadata } = tokens;
  return {
    ...old,
    ...metadata,
    accessToken,
    ...(refreshToken !== null && { refreshToken }),
    ...(idToken !== null && { idToken }),
  };
}

function replaced(name: string): ProviderError {
  return new ProviderError('transient', `The credentials of the connection to ${name} were changed meanwhile.`, {
    whoseFault: 'patchbay',
    nextStep: 'Try again.',
    nothingSent: true,
  });
}

function tooSlow(name: string): ProviderError {
  return new ProviderError('transient', `Another process is still renewing the access to ${name}.`, {
    whoseFault: 'provider',
    nextStep: 'Try again in a minute.',
    nothingSent: true,
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
