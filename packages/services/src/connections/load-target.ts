import { type ConnectionStatus, getConnection, getCurrentCredential } from '@patchbay/db';
import type { Target } from '@patchbay/runtime';
import { PatchbayError } from '@patchbay/schema';
import { createCredentialSource, type KnownCredentialSource } from '../credentials/create-credential-source.ts';
import type { ServiceContext, ServiceDeps } from '../types.ts';
import { connectionNotFound } from './require-connection.ts';

/** A connection ready to be called through, as kept in memory. */
export interface LoadedTarget {
  organizationId: string;
  name: string;
  status: ConnectionStatus;
  target: Target;
  credentials: KnownCredentialSource;
}

/** The connection of the caller's organization with what a call needs. From memory where it is there: then without SQL. */
export async function loadTarget({ deps, actor }: ServiceContext, connectionId: string): Promise<LoadedTarget> {
  const { organizationId } = actor;
  const loaded = await deps.cache.load<LoadedTarget>(connectionId, () => read(deps, organizationId, connectionId));
  // The entry may be another organization's: whoever asks for it learns nothing, not even that it exists.
  if (!loaded || loaded.organizationId !== organizationId) throw connectionNotFound();
  return loaded;
}

async function read(deps: ServiceDeps, organizationId: string, connectionId: string): Promise<LoadedTarget | null> {
  const row = await getConnection(deps.db.orm, { organizationId, id: connectionId });
  if (!row) return null;
  const manifest = deps.registry.get(row.providerSlug);
  if (!manifest) {
    throw new PatchbayError(
      'not_found',
      `The provider "${row.providerSlug}" of the connection "${row.name}" is no longer installed. Put its manifest back, or delete the connection.`,
    );
  }
  const current = await getCurrentCredential(deps.db.orm, { organizationId, connectionId });
  const target = {
    manifest,
    connectionId,
    organizationId,
    authMethod: row.authMethod,
    settings: row.settings,
    verifyTls: row.verifyTls,
    timeoutMs: row.timeoutMs,
    grantedScopes: current?.authMethod === row.authMethod ? current.grantedScopes : null,
  };
  const credentials = createCredentialSource(deps, target, current);
  return { organizationId, name: row.name, status: row.status, target: { ...target, credentials }, credentials };
}
