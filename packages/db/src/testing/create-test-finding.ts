import type { Database } from '../database.ts';
import { newId } from '../new-id.ts';
import { type FindingRow, saveFindings } from '../queries/findings.ts';

/** An open finding of a connection, as a sync would have written it. */
export async function createTestFinding(
  db: Database,
  given: Pick<FindingRow, 'organizationId' | 'connectionId'> & Partial<FindingRow>,
): Promise<FindingRow> {
  const now = new Date();
  const id = newId('fnd');
  const row: FindingRow = {
    id,
    providerSlug: 'in-memory',
    sync: 'items',
    externalId: id,
    title: 'A finding',
    severity: 'high',
    providerSeverity: 'high',
    status: 'open',
    statusReason: null,
    statusChangedAt: null,
    statusChangedBy: null,
    ignoredUntil: null,
    exceptionId: null,
    rule: 'a-rule',
    resource: 'a-resource',
    url: null,
    remediation: null,
    firstSeenAt: now,
    lastSeenAt: now,
    reopenedCount: 0,
    ...given,
  };
  await saveFindings(db.orm, [row], { now });
  return row;
}
