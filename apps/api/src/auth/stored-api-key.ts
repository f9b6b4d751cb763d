import type { Role } from '@patchbay/services';
import { z } from 'zod';

/** The parts of a stored key that matter here. better-auth keeps permissions and metadata as JSON text. */
export interface StoredApiKey {
  id: string;
  name: string | null;
  start: string | null;
  referenceId: string;
  enabled: boolean | null;
  permissions: unknown;
  metadata: unknown;
  createdAt: Date;
  lastRequest: Date | null;
  expiresAt: Date | null;
}

const rightsSchema = z.object({
  role: z.enum(['owner', 'admin', 'member', 'viewer']),
  createdBy: z.string().nullable().catch(null),
});
const permissionsSchema = z.object({ patchbay: z.array(z.string()) });

export interface ApiKeyRights {
  role: Role;
  createdBy: string | null;
  scopes: string[] | null;
}

/** What a key may do. Null when what is stored cannot be understood: such a key opens nothing. */
export function readApiKeyRights(key: Pick<StoredApiKey, 'metadata' | 'permissions'>): ApiKeyRights | null {
  const rights = rightsSchema.safeParse(parse(key.metadata));
  if (!rights.success) return null;
  const stored = parse(key.permissions);
  if (stored === null || stored === undefined) return { ...rights.data, scopes: null };
  const permissions = permissionsSchema.safeParse(stored);
  return permissions.success ? { ...rights.data, scopes: permissions.data.patchbay } : null;
}

/** Older rows may hold the JSON text once more inside a JSON text. */
function parse(value: unknown): unknown {
  let parsed = value;
  for (let depth = 0; depth < 2 && typeof parsed === 'string'; depth += 1) {
    try {
      parsed = JSON.parse(parsed);
    } catch {
      return undefined;
    }
  }
  return parsed;
}
