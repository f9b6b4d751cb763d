import { type Executor, insertConnection, newId } from '@patchbay/db';
import type { Registry } from '@patchbay/registry';
import { isPatchbayError, type Manifest } from '@patchbay/schema';
import { z } from 'zod';
import { appendAuditNote } from '../audit/append.ts';
import { addCredentialVersion } from '../credentials/add-version.ts';
import { toCredentialValues } from '../credentials/credential-values.ts';
import { requireNotStored } from '../credentials/require-not-stored.ts';
import { emitEvent } from '../events/emit.ts';
import { toEventSubject } from '../events/emit-connection-change.ts';
import { once } from '../support/once.ts';
import { idSchema, invalidInput, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { checkCredentials, checkSettings, requireNoProblems } from './check-connection-input.ts';
import {
  connectionNameSchema,
  credentialsSchema,
  idempotencyKeySchema,
  settingsSchema,
  timeoutMsSchema,
} from './connection-input.ts';
import { requireAuthMethod } from './require-auth-method.ts';
import { requireTypedCredentials } from './require-typed-credentials.ts';
import { toAuditView } from './to-audit-view.ts';

const inputSchema = z.strictObject({
  providerSlug: idSchema,
  name: connectionNameSchema.optional(),
  authMethod: z.string().min(1).max(100).optional(),
  settings: settingsSchema.default({}),
  credentials: credentialsSchema.default({}),
  verifyTls: z.boolean().default(true),
  timeoutMs: timeoutMsSchema.default(30_000),
  idempotencyKey: idempotencyKeySchema,
});
export type NewConnectionInput = z.input<typeof inputSchema>;

export interface MakeConnectionOptions {
  /** Looks at what is there once nobody else can make another; throws to refuse. */
  guard?: (tx: Executor) => Promise<void>;
  /** What is made with it: both are there or neither. `request` is what was asked for, as far as the input does not tell. */
  also?: { request: Record<string, unknown>; make: (tx: Executor, connectionId: string) => Promise<void> };
}

/** Makes a connection and gives its id. Asks for no permission: whoever calls it has. */
export async function makeConnection(
  context: ServiceContext,
  input: NewConnectionInput,
  { guard, also }: MakeConnectionOptions = {},
): Promise<string> {
  const { deps, actor } = context;
  const { idempotencyKey, ...given } = parseInput(inputSchema, input);
  const manifest = requireProvider(deps.registry, given.providerSlug);
  const method = requireAuthMethod(manifest, given.authMethod, deps.settings);
  requireTypedCredentials(manifest, method);
  const settings = checkSettings(manifest, given.settings, deps.egress);
  const credentials = checkCredentials(method, given.credentials, {
    egress: deps.egress,
    stores: deps.authRefs.stores,
  });
  requireNoProblems([...settings.problems, ...credentials.problems]);

  // Secrets are left out of what is compared: a hash of a short one could be guessed from the database.
  const request = { ...given, ...also?.request, credentials: Object.keys(given.credentials).sort() };
  const { id } = await once(context, { scope: 'connections.create', key: idempotencyKey, request }, async (tx) => {
    await guard?.(tx);
    const values = toCredentialValues(credentials.values);
    await requireNotStored(tx, context, { manifest, method, values });
    const row = await insertConnection(tx, {
      id: newId('con'),
      organizationId: actor.organizationId,
      providerSlug: manifest.id,
      name: given.name ?? manifest.name,
      authMethod: method.id,
      settings: settings.values,
      verifyTls: given.verifyTls,
      timeoutMs: given.timeoutMs,
      createdBy: actor.id,
      updatedBy: actor.id,
    });
    const credential = await addCredentialVersion(tx, context, {
      connectionId: row.id,
      version: 1,
      method,
      values,
    });
    await appendAuditNote(tx, context, {
      action: 'connection.create',
      target: { type: 'connection', id: row.id, label: row.name },
      after: { ...toAuditView(row), credential: { version: credential.version, source: credential.source } },
    });
    const { organizationId } = actor;
    await emitEvent(tx, { organizationId, type: 'connection.created', data: toEventSubject(row) });
    await also?.make(tx, row.id);
    return row.id;
  });
  return id;
}

/** In a body an unknown provider is a wrong value, told with the nearest id. */
function requireProvider(registry: Registry, slug: string): Manifest {
  try {
    return registry.require(slug);
  } catch (error) {
    if (isPatchbayError(error)) throw invalidInput([{ path: 'providerSlug', message: error.message }]);
    throw error;
  }
}
