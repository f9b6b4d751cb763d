import { type CredentialVersion, getCurrentCredential } from '@patchbay/db';
import { type CredentialSource, ProviderError } from '@patchbay/runtime';
import { type ErrorCode, isPatchbayError, type PatchbayError } from '@patchbay/schema';
import type { ServiceDeps } from '../types.ts';
import type { CredentialValues } from './credential-values.ts';
import { markReauthRequired } from './mark-reauth-required.ts';
import { openCredentialVersion } from './open-version.ts';
import { reauthRequired } from './reauth-required.ts';
import { type RefreshTarget, refreshTokens } from './refresh-tokens.ts';

/** Tokens are renewed so long before their end, or after four fifths of a short life; in milliseconds. */
const refreshAheadMs = 5 * 60_000;
/** A token so young that is refused is not better for being fetched again, in milliseconds. */
const youngMs = 60_000;

/** A source that also tells which texts a log must not hold. */
export interface KnownCredentialSource extends CredentialSource {
  /** Every value given out so far. */
  secrets(): string[];
  /** Renews tokens that end soon, or all that can be renewed with `force`. Throws what a call would. */
  renew(options?: { force?: boolean }): Promise<void>;
}

/**
 * What the runtime reads credentials from. Sealed values are opened once and kept in memory with the version; references are
 * resolved at each use, which their resolver audits. Tokens of a sign-in at the provider are renewed before they end: callers go on
 * with the old ones meanwhile, and wait only once those have ended. What cannot be had is an `auth_invalid` or `auth_expired` like any
 * refused credential, so that tests and runs tell it; a secret store that does not answer just now is `transient`, and says nothing
 * about the credential.
 */
export function createCredentialSource(
  deps: ServiceDeps,
  target: RefreshTarget,
  row: CredentialVersion | null,
): KnownCredentialSource {
  let current = row;
  let opened: CredentialValues | null = null;
  let flight: Promise<void> | null = null;
  const given = new Set<string>();

  async function read(version: CredentialVersion): Promise<Record<string, string>> {
    opened ??= openCredentialVersion(deps.keyRing, version);
    for (const value of Object.values(opened.sealed)) given.add(value);
    const references = Object.entries(opened.authRefs);
    if (references.length === 0) return opened.sealed;
    const values = { ...opened.sealed };
    const { organizationId, connectionId } = version;
    for (const [name, uri] of references) {
      const value = await deps.authRefs.resolve(uri, { organizationId, connectionId });
      values[name] = value;
      given.add(value);
    }
    return values;
  }

  function use(next: CredentialVersion | null): void {
    if (next === current) return;
    current = next;
    opened = null;
  }

  /** One renewal for all who ask in this process; other processes are kept apart by the lease. */
  function renewOnce(version: CredentialVersion): Promise<void> {
    flight ??= refreshTokens(deps, target, version)
      .then(use)
      .finally(() => {
        flight = null;
      });
    return flight;
  }

  async function keepFresh(version: CredentialVersion): Promise<void> {
    const endsAt = version.expiresAt?.getTime();
    const now = deps.clock.now();
    if (endsAt === undefined || now < dueAt(version, endsAt)) return;
    if (!version.isRefreshable) {
      if (now < endsAt) return;
      // Tokens that people typed in elsewhere carry no end; these came from a sign-in.
      await markReauthRequired(deps, version, { code: null, description: null });
      throw reauthRequired(target.manifest.name);
    }
    const renewal = renewOnce(version);
    if (now >= endsAt) return renewal;
    renewal.catch((error: unknown) =>
      deps.logger.warn(
        { connectionId: version.connectionId, error: error instanceof Error ? error.message : String(error) },
        'could not renew an access that ends soon',
      ),
    );
  }

  return {
    async get() {
      if (current === null) return {};
      deps.cache.noteUse('credential', current.id, current.organizationId, deps.clock.now());
      await keepFresh(current);
      try {
        return await read(current);
      } catch (error) {
        throw isPatchbayError(error) ? toCredentialError(error) : error;
      }
    },
    async refresh(refused) {
      if (current === null || current.oauthClientId === null) return null;
      const known = await read(current);
      if (known.accessToken !== refused.accessToken) return known;
      // Somebody elsewhere may have renewed them, or given new ones.
      const { organizationId, connectionId } = current;
      const stored = await getCurrentCredential(deps.db.orm, { organizationId, connectionId });
      if (stored === null) return null;
      if (stored.id !== current.id || stored.revision !== current.revision) {
        use(stored);
        return read(stored);
      }
      const age = deps.clock.now() - (current.refreshedAt?.getTime() ?? 0);
      if (!current.isRefreshable || age < youngMs) return null;
      await renewOnce(current);
      return current && read(current);
    },
    async renew({ force = false } = {}) {
      if (current === null) return;
      if (!force) await keepFresh(current);
      else if (current.isRefreshable) await renewOnce(current);
      await flight;
    },
    secrets: () => [...given],
  };
}

function dueAt(version: CredentialVersion, endsAt: number): number {
  const from = version.refreshedAt?.getTime() ?? version.createdAt.getTime();
  return endsAt - Math.min(refreshAheadMs, Math.max(0, endsAt - from) / 5);
}

/** What a secret store throws while it cannot be asked. */
const unreachable: ReadonlySet<ErrorCode> = new Set(['upstream_failed', 'timeout', 'rate_limited']);

function toCredentialError(cause: PatchbayError): ProviderError {
  const message = `The stored credentials could not be read. ${cause.message}`;
  if (!unreachable.has(cause.code)) return new ProviderError('auth_invalid', message, { cause, nothingSent: true });
  return new ProviderError('transient', message, {
    cause,
    nothingSent: true,
    whoseFault: 'patchbay',
    nextStep: 'Try again once the secret store answers; its operator sees why it does not.',
  });
}
