import { getCurrentCredential, lockConnection, reserveCredentialVersion, updateConnection } from '@patchbay/db';
import { z } from 'zod';
import { appendAuditNote } from '../audit/append.ts';
import { announceChange } from '../connections/announce-change.ts';
import { checkCredentials, requireNoProblems } from '../connections/check-connection-input.ts';
import { credentialsSchema } from '../connections/connection-input.ts';
import { requireAuthMethod } from '../connections/require-auth-method.ts';
import { connectionNotFound, requireConnection } from '../connections/require-connection.ts';
import { requireTypedCredentials } from '../connections/require-typed-credentials.ts';
import { toConnection } from '../connections/to-connection.ts';
import { toUntested } from '../connections/to-untested.ts';
import type { Connection } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { addCredentialVersion } from './add-version.ts';
import { mergeCredentials } from './merge-credentials.ts';
import { requireNotStored } from './require-not-stored.ts';

const inputSchema = z.strictObject({
  connectionId: idSchema,
  authMethod: z.string().min(1).max(100).optional(),
  credentials: credentialsSchema,
});

/**
 * Gives a connection new credentials: a new version. A field not given keeps its value, and so does a secret left blank, as long as
 * the sign-in method stays. The connection is pending again until a test succeeds.
 */
export async function putCredentials(context: ServiceContext, input: z.input<typeof inputSchema>): Promise<Connection> {
  const { deps, actor } = context;
  requirePermission(actor, 'credentials.put');
  const { connectionId, authMethod, credentials } = parseInput(inputSchema, input);
  const known = await requireConnection(context, connectionId);
  const manifest = deps.registry.require(known.providerSlug);
  const method = requireAuthMethod(manifest, authMethod ?? known.authMethod, deps.settings);
  requireTypedCredentials(manifest, method);
  const key = { organizationId: actor.organizationId, connectionId };

  const connection = await deps.db.orm.transaction(async (tx) => {
    const locked = await lockConnection(tx, { organizationId: key.organizationId, id: connectionId });
    const version = await reserveCredentialVersion(tx, key);
    if (!locked || version === null) throw connectionNotFound();
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
      organizationId: actor.organizationId,
      id: connectionId,
      changes: { ...toUntested(locked), authMethod: method.id, updatedBy: actor.id },
    });
    if (!row) throw connectionNotFound();
    await appendAuditNote(tx, context, {
      action: 'credentials.put',
      target: { type: 'connection', id: connectionId, label: row.name },
      before: before && { version: before.version, authMethod: before.authMethod, source: before.source },
      after: { version, authMethod: method.id, source: credential.source, fields: setFieldNames(credential) },
    });
    return toConnection(deps.settings, row, credential);
  });
  await announceChange(deps, connectionId);
  return connection;
}

function setFieldNames({ fields }: { fields: { name: string; isSet: boolean }[] }): string[] {
  return fields.filter(({ isSet }) => isSet).map(({ name }) => name);
}
