import type { CredentialVersion } from '@patchbay/db';
import { type CredentialSource, ProviderError } from '@patchbay/runtime';
import { type ErrorCode, isPatchbayError, type PatchbayError } from '@patchbay/schema';
import type { ServiceDeps } from '../types.ts';
import type { CredentialValues } from './credential-values.ts';
import { openCredentialVersion } from './open-version.ts';

type SourceDeps = Pick<ServiceDeps, 'keyRing' | 'authRefs' | 'clock' | 'cache'>;

/** A source that also tells which texts a log must not hold. */
export interface KnownCredentialSource extends CredentialSource {
  /** Every value given out so far. */
  secrets(): string[];
}

/**
 * What the runtime reads credentials from. Sealed values are opened once and kept in memory with the version; references are
 * resolved at each use, which their resolver audits. What cannot be had is an `auth_invalid` like any refused credential, so that
 * tests and runs tell it; a secret store that does not answer just now is `transient`, and says nothing about the credential.
 */
export function createCredentialSource(deps: SourceDeps, row: CredentialVersion | null): KnownCredentialSource {
  let opened: CredentialValues | null = null;
  const resolved = new Map<string, string>();

  async function read(version: CredentialVersion): Promise<Record<string, string>> {
    opened ??= openCredentialVersion(deps.keyRing, version);
    const references = Object.entries(opened.authRefs);
    if (references.length === 0) return opened.sealed;
    const values = { ...opened.sealed };
    const { organizationId, connectionId } = version;
    for (const [name, uri] of references) {
      const value = await deps.authRefs.resolve(uri, { organizationId, connectionId });
      values[name] = value;
      resolved.set(name, value);
    }
    return values;
  }

  return {
    async get() {
      if (row === null) return {};
      deps.cache.noteUse('credential', row.id, row.organizationId, deps.clock.now());
      try {
        return await read(row);
      } catch (error) {
        throw isPatchbayError(error) ? toCredentialError(error) : error;
      }
    },
    secrets: () => [...Object.values(opened?.sealed ?? {}), ...resolved.values()],
  };
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
