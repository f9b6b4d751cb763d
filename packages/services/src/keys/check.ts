import { type Database, listSealedCredentials, type SealedCredential, sealedTableNames } from '@patchbay/db';
import { isPatchbayError } from '@patchbay/schema';
import { type KeyRing, open, readKeyId } from '@patchbay/secrets';
import type { KeyCheck } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import type { ServiceContext } from '../types.ts';
import { sealedRowAad } from './sealed-row-aad.ts';

const batchSize = 500;
const namedAtMost = 100;

/**
 * Opens every sealed credential once and tells which keys are in use and what does not open. Keys belong to the installation, so the
 * numbers are of all organizations; connections are named of the caller's own only.
 */
export async function checkKeys({ deps, actor, signal }: ServiceContext): Promise<KeyCheck> {
  requirePermission(actor, 'keys.check');
  const { db, keyRing } = deps;
  const used = new Map(keyRing.ids.map((id) => [id, 0]));
  const undecryptable: KeyCheck['undecryptable'] = [];
  let undecryptableTotal = 0;
  for await (const row of readSealed(db, signal)) {
    const { keyId, message } = inspect(keyRing, row);
    if (keyId !== null) used.set(keyId, (used.get(keyId) ?? 0) + 1);
    if (message === null) continue;
    undecryptableTotal += 1;
    if (row.organizationId !== actor.organizationId || undecryptable.length >= namedAtMost) continue;
    const { id, connectionId, version } = row;
    undecryptable.push({ type: typeOf[row.table], id, connectionId, version, message });
  }
  return {
    currentKeyId: keyRing.current.id,
    keys: [...used].map(([id, credentials]) => ({ id, isConfigured: keyRing.get(id) !== null, credentials })),
    undecryptable,
    undecryptableTotal,
  };
}

const typeOf = {
  credential_versions: 'credential',
  oauth_apps: 'oauth_app',
  sso_providers: 'sso_provider',
  event_subscriptions: 'event_subscription',
  'event_subscriptions.previous': 'event_subscription',
  webhook_endpoints: 'webhook',
  'webhook_endpoints.previous': 'webhook',
} as const;

async function* readSealed(db: Database, signal: AbortSignal | undefined): AsyncGenerator<SealedCredential> {
  for (const table of sealedTableNames) {
    let after = '';
    for (;;) {
      signal?.throwIfAborted();
      const rows = await listSealedCredentials(db.orm, { table, after, limit: batchSize });
      yield* rows;
      const last = rows.at(-1);
      if (last === undefined) break;
      after = last.id;
    }
  }
}

/** The key an envelope names, as far as it can be read, and why it does not open; null when it does. */
function inspect(keyRing: KeyRing, row: SealedCredential): { keyId: string | null; message: string | null } {
  let keyId: string | null = null;
  try {
    keyId = readKeyId(row.envelope);
    open(keyRing, row.envelope, sealedRowAad(row));
    return { keyId, message: null };
  } catch (error) {
    if (isPatchbayError(error)) return { keyId, message: error.message };
    throw error;
  }
}
