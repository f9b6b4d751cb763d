import { newId, saveFindings } from '@patchbay/db';
import type { TestServices } from './create-test-services.ts';

/** An open finding of a connection of organization A, as a sync would have written it. Gives its id. */
export async function insertTestFinding(
  { deps, organizations }: TestServices,
  { connectionId }: { connectionId: string },
): Promise<string> {
  const now = new Date(deps.clock.now());
  const id = newId('fnd');
  const none = {
    statusReason: null,
    statusChangedAt: null,
    statusChangedBy: null,
    ignoredUntil: null,
    exceptionId: null,
  };
  const row = {
    id,
    organizationId: organizations.a,
    connectionId,
    providerSlug: 'item-store',
    sync: 'items',
    externalId: id,
    title: 'A finding',
    severity: 'high' as const,
    providerSeverity: 'high',
    status: 'open' as const,
    ...none,
    rule: 'a-rule',
    resource: 'a-resource',
    url: null,
    remediation: null,
    firstSeenAt: now,
    lastSeenAt: now,
    reopenedCount: 0,
  };
  await saveFindings(deps.db.orm, [row], { now });
  return id;
}
