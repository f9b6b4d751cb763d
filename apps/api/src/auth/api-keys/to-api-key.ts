import type { Role } from '@patchbay/services';
import type { ReadApiKey } from '../people.ts';

/** An API key as the API shows it: never the key, nor its hash. */
export interface ApiKeyView {
  id: string;
  name: string | null;
  start: string | null;
  role: Role;
  scopes: string[] | null;
  createdBy: string | null;
  createdAt: string;
  lastUsedAt: string | null;
  expiresAt: string | null;
}

export function toApiKeyView(key: ReadApiKey): ApiKeyView {
  return {
    id: key.id,
    name: key.name,
    start: key.start,
    role: key.role,
    scopes: key.scopes,
    createdBy: key.createdBy,
    createdAt: key.createdAt.toISOString(),
    lastUsedAt: key.lastRequest?.toISOString() ?? null,
    expiresAt: key.expiresAt?.toISOString() ?? null,
  };
}
