import { appendAudit } from '@patchbay/db';
import type { AuthRefAccess } from '@patchbay/secrets';
import type { ServiceDeps } from '../types.ts';

/**
 * Audits that a referenced secret was read; give it to the resolver as `audit`. An answer from memory is part of the access that
 * brought the secret there, at most seconds ago, and adds no line: calls through a connection stay free of SQL.
 */
export async function recordAuthRefAccess({ db }: Pick<ServiceDeps, 'db'>, access: AuthRefAccess): Promise<void> {
  if (access.outcome === 'cached') return;
  const { organizationId, connectionId, uri, outcome, at } = access;
  await db.orm.transaction((tx) =>
    appendAudit(tx, {
      organizationId,
      at,
      actor: { type: 'system', id: 'patchbay' },
      action: 'credentials.resolve',
      target: { type: 'connection', id: connectionId ?? '-' },
      after: { uri, outcome },
    }),
  );
}
