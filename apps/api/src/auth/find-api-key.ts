import type { AuthenticatorDeps, Caller } from './authenticator.ts';
import { readApiKeyRights, type StoredApiKey } from './stored-api-key.ts';

/** Reads a key by the SHA-256 of it. */
export type FindStoredKey = (hash: string) => Promise<Omit<StoredApiKey, 'start' | 'createdAt' | 'lastRequest'> | null>;

/** Turns a stored key into the one who calls with it; null for a key that is switched off or cannot be understood. */
export function createFindApiKey(findStoredKey: FindStoredKey): AuthenticatorDeps['findApiKey'] {
  return async (hash) => {
    const stored = await findStoredKey(hash);
    const rights = stored?.enabled ? readApiKeyRights(stored) : null;
    if (!stored || !rights) return null;
    const caller: Caller = {
      via: 'api_key',
      rateKey: `key:${stored.id}`,
      user: null,
      actor: {
        type: 'api_key',
        id: stored.id,
        organizationId: stored.referenceId,
        role: rights.role,
        scopes: rights.scopes,
        label: stored.name,
      },
    };
    return { caller, expiresAt: stored.expiresAt };
  };
}
