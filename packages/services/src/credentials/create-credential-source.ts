import type { CredentialVersion } from '@patchbay/db';
import type { CredentialSource } from '@patchbay/runtime';
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
 * resolved at each use, which their resolver audits.
 */
export function createCredentialSource(deps: SourceDeps, row: CredentialVersion | null): KnownCredentialSource {
  let opened: CredentialValues | null = null;
  const resolved = new Map<string, string>();
  return {
    async get() {
      if (row === null) return {};
      opened ??= openCredentialVersion(deps.keyRing, row);
      deps.cache.noteUse('credential', row.id, row.organizationId, deps.clock.now());
      const references = Object.entries(opened.authRefs);
      if (references.length === 0) return opened.sealed;
      const values = { ...opened.sealed };
      for (const [name, uri] of references) {
        const value = await deps.authRefs.resolve(uri, {
          organizationId: row.organizationId,
          connectionId: row.connectionId,
        });
        values[name] = value;
        resolved.set(name, value);
      }
      return values;
    },
    secrets: () => [...Object.values(opened?.sealed ?? {}), ...resolved.values()],
  };
}
