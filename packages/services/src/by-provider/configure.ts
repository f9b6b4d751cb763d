import type { Connection as StoredConnection } from '@patchbay/db';
import { type AuthMethod, credentialFields, type ErrorDetail, type Manifest } from '@patchbay/schema';
import { z } from 'zod';
import { checkSettings, requireNoProblems } from '../connections/check-connection-input.ts';
import { createConnection } from '../connections/create.ts';
import { requireAuthMethod } from '../connections/require-auth-method.ts';
import { updateConnection } from '../connections/update.ts';
import { putCredentials } from '../credentials/put.ts';
import type { ProviderConfig } from '../dto/index.ts';
import { isBlank } from '../fields/check-fields.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { findOnlyConnection } from './find-only-connection.ts';
import { toProviderConfig } from './to-provider-config.ts';

const inputSchema = z.strictObject({ slug: idSchema, values: z.record(z.string().min(1).max(100), z.unknown()) });

/** What a connection has whatever its provider, under the names of these paths. */
const commonSchema = z.object({
  authMethod: z.string().min(1).max(100).optional(),
  verifySsl: z.boolean().optional(),
  /** Seconds. */
  timeout: z.number().min(1, 'must be at least 1 second').max(600, 'must be at most 600 seconds').optional(),
});

interface Sorted {
  settings: Record<string, unknown>;
  credentials: Record<string, unknown>;
}

/**
 * Sets a provider up from one flat object: settings and credentials under their names in the manifest, and how to call it. The first
 * time everything that is required has to be there; later what is left out, and a secret left blank, stays as it is.
 */
export async function configureProvider(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<ProviderConfig> {
  const { actor, deps } = context;
  requirePermission(actor, 'connections.create');
  requirePermission(actor, 'connections.update');
  requirePermission(actor, 'credentials.put');
  const { slug, values } = parseInput(inputSchema, input);
  const { manifest, connection } = await findOnlyConnection(context, slug);
  const { authMethod, verifySsl, timeout } = parseInput(commonSchema, values);
  const method = requireAuthMethod(manifest, authMethod ?? connection?.authMethod, deps.settings);
  const { settings, credentials } = sort(manifest, method, values);
  const how = {
    ...(verifySsl !== undefined && { verifyTls: verifySsl }),
    ...(timeout !== undefined && { timeoutMs: Math.round(timeout * 1_000) }),
  };
  if (connection) await change(context, { connection, manifest, method, settings, credentials, how });
  else
    await createConnection(context, {
      providerSlug: manifest.id,
      authMethod: method.id,
      settings,
      credentials: Object.fromEntries(Object.entries(credentials).filter(([, value]) => !isBlank(value))),
      ...how,
    });
  const saved = await findOnlyConnection(context, slug);
  return toProviderConfig(context, manifest, saved.connection);
}

interface Change extends Sorted {
  connection: StoredConnection;
  manifest: Manifest;
  method: AuthMethod;
  how: { verifyTls?: boolean; timeoutMs?: number };
}

async function change(context: ServiceContext, parts: Change): Promise<void> {
  const { connection, manifest, method, settings, credentials, how } = parts;
  const { id, authMethod } = connection;
  // Looked at before anything is written: settings refused must not leave new credentials behind.
  const known = Object.fromEntries(
    Object.entries(connection.settings).filter(([name]) => Object.hasOwn(manifest.settings, name)),
  );
  const checked = checkSettings(manifest, { ...known, ...settings }, context.deps.egress);
  requireNoProblems(checked.problems);
  const hasNew = Object.values(credentials).some((value) => !isBlank(value));
  if (hasNew || method.id !== authMethod)
    await putCredentials(context, { connectionId: id, authMethod: method.id, credentials });
  await updateConnection(context, { id, settings, ...how });
}

/** Which of the values are settings and which are credentials of the method. What is neither is refused by its name. */
function sort(manifest: Manifest, method: AuthMethod, values: Record<string, unknown>): Sorted {
  const settings: Record<string, unknown> = {};
  const credentials: Record<string, unknown> = {};
  const problems: ErrorDetail[] = [];
  for (const [name, value] of Object.entries(values)) {
    if (Object.hasOwn(commonSchema.shape, name)) continue;
    const owner = manifest.auth.find((candidate) => Object.hasOwn(credentialFields(candidate), name));
    if (Object.hasOwn(manifest.settings, name)) settings[name] = value;
    else if (Object.hasOwn(credentialFields(method), name)) credentials[name] = value;
    else if (!owner) problems.push({ path: name.slice(0, 100), message: 'there is no such field' });
    // A form sends the fields of the other methods too, empty.
    else if (!isBlank(value))
      problems.push({ path: name, message: `belongs to the sign-in method "${owner.id}", and this is "${method.id}"` });
  }
  requireNoProblems(problems);
  return { settings, credentials };
}
