import { PatchbayError } from '@patchbay/schema';

/** Which paths of a Vault an organization may read. */
export interface VaultPaths {
  isAllowed(path: string, organizationId: string): boolean;
  /** What the organization may read, for people: `patchbay/org_1/…`. */
  describe(organizationId: string): string;
}

const placeholder = '{organizationId}';
const patternShape = /^(?:[A-Za-z0-9._~-]|\{organizationId\})+(?:\/(?:[A-Za-z0-9._~-]|\{organizationId\})+)*\/?$/;

/**
 * Reads patterns such as `patchbay/{organizationId}/` (all below it) and `shared/gitlab` (that one path). A pattern without
 * `{organizationId}` is open to every organization. Throws invalid_input for no pattern, or for one that would open everything.
 */
export function createVaultPaths(patterns: readonly string[]): VaultPaths {
  const bad = patterns.find((pattern) => !patternShape.test(pattern) || hasDots(pattern));
  if (bad !== undefined || patterns.length === 0) {
    throw new PatchbayError(
      'invalid_input',
      `PATCHBAY_VAULT_PATHS must hold paths such as patchbay/{organizationId}/ or shared/gitlab, without the mount and with commas between them.${
        bad === undefined ? '' : ` "${bad}" is not one.`
      }`,
    );
  }

  function patternsOf(organizationId: string): string[] {
    // An id that could climb out of its folder opens nothing.
    if (!/^[A-Za-z0-9_-]+$/.test(organizationId)) return [];
    return patterns.map((pattern) => pattern.replaceAll(placeholder, organizationId));
  }

  return {
    isAllowed(path, organizationId) {
      if (path.split('/').includes('') || hasDots(path)) return false;
      return patternsOf(organizationId).some((own) => (own.endsWith('/') ? path.startsWith(own) : path === own));
    },
    describe: (organizationId) =>
      patternsOf(organizationId)
        .map((own) => (own.endsWith('/') ? `${own}…` : own))
        .join(', ') || 'none',
  };
}

function hasDots(path: string): boolean {
  return path.split('/').some((segment) => segment === '.' || segment === '..');
}
