import {
  type Connection,
  type CredentialVersion,
  type Executor,
  getCurrentCredential,
  lockConnection,
  reserveCredentialVersion,
  updateConnection,
} from '@patchbay/db';
import type { AuthMethod, Manifest } from '@patchbay/schema';
import { appendAuditNote } from '../audit/append.ts';
import { checkCredentials, requireNoProblems } from '../connections/check-connection-input.ts';
import { connectionNotFound } from '../connections/require-connection.ts';
import { toUntested } from '../connections/to-untested.ts';
import type { ServiceContext } from '../types.ts';
import { addCredentialVersion } from './add-version.ts';
import { mergeCredentials } from './merge-credentials.ts';
import { requireNotStored } from './require-not-stored.ts';

export interface NewCredentials {
  connectionId: string;
  manifest: Manifest;
  method: AuthMethod;
  /** A field not given keeps its value, as long as the method stays. */
  credentials: Record<string, unknown>;
}

/**
 * Gives a connection a new version of its credentials; it is pending again until a test succeeds. Asks for no permission. Whoever calls
 * it announces the change once it is committed.
 */
export async function replaceCredentials(
  tx: Executor,
  context: ServiceContext,
  { connectionId, manifest, method, credentials }: NewCredentials,
): Promise<{ row: Connection; credential: CredentialVersion }> {
  const { deps, actor } = context;
  const { organizationId } = actor;
  const key = { organizationId, connectionId };
  const version = await reserveCredentialVersion(tx, key);
  const known = await lockConnection(tx, { organizationId, id: connectionId });
  if (version === null || !known) throw connectionNotFound();
  const before = await getCurrentCredential(tx, key);
  const merged = mergeCredentials(deps.keyRing, method, before, credentials);
  const checked = checkCredentials(method, merged.given, {
    egress: deps.egress,
    stores: deps.authRefs.stores,
    kept: merged.kept,
  });
  requireNoProblems(checked.problems);
  const values = merged.complete(checked.values);
  await requireNotStored(tx, context, { connectionId, manifest, method, values });
  const credential = await addCredentialVersion(tx, context, { connectionId, version, method, values });
  const row = await updateConnection(tx, {
    organizationId,
    id: connectionId,
    changes: { ...toUntested(known), authMethod: method.id, updatedBy: actor.id },
  });
  if (!row) throw connectionNotFound();
  await appendAuditNote(tx, context, {
    action: 'credentials.put',
    target: { type: 'connection', id: connectionId, label: row.name },
    before: before && { version: before.version, authMethod: before.authMethod, source: before.source },
    after: { version, authMethod: method.id, source: credential.source, fields: setFieldNames(credential) },
  });
  return { row, credential };
}

function setFieldNames({ fields }: CredentialVersion): string[] {
  return fields.filter(({ isSet }) => isSet).map(({ name }) => name);
}
