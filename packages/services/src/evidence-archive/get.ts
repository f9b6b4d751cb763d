import { getConnection, getEvidenceArchive as getRow, listConnections } from '@patchbay/db';
import type { EvidenceArchiveView } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import type { ServiceContext } from '../types.ts';
import { storageInterface } from './storage-interface.ts';
import { toEvidenceArchive } from './to-evidence-archive.ts';

/** Connections looked at for those that can store. */
const most = 500;

/** Where evidence is kept besides the database, and where it could be. */
export async function getEvidenceArchive(context: ServiceContext): Promise<EvidenceArchiveView> {
  const { deps, actor } = context;
  requirePermission(actor, 'evidenceArchive.get');
  const { organizationId } = actor;
  const [row, { rows }] = await Promise.all([
    getRow(deps.db.orm, { organizationId }),
    listConnections(deps.db.orm, { organizationId, limit: most, isConnected: true }),
  ]);
  const able = rows.filter(
    ({ providerSlug }) => deps.registry.get(providerSlug)?.implements[storageInterface] !== undefined,
  );
  // It may be disconnected by now.
  const kept = row && (await getConnection(deps.db.orm, { organizationId, id: row.connectionId }));
  return {
    archive: row ? toEvidenceArchive(row, kept?.name ?? row.connectionId) : null,
    choices: able.map(({ id, name, providerSlug }) => ({ connectionId: id, name, providerSlug })),
  };
}
