import type { ListedFinding } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import type { Finding } from '../dto/index.ts';
import { toIso } from '../support/to-iso.ts';
import type { ServiceDeps } from '../types.ts';

/**
 * A finding as callers see it. Its row is written when something changes, so for one that is still there the last complete read of its
 * sync tells when it was last seen: what such a read does not hold is resolved.
 */
export function toFinding({ registry }: Pick<ServiceDeps, 'registry'>, row: ListedFinding): Finding {
  const sync = registry.get(row.providerSlug)?.syncs[row.sync];
  const wholeAt =
    row.status !== 'resolved' && sync?.deletes === 'absent' && row.wholeAt !== null ? new Date(row.wholeAt) : null;
  const { statusChangedAt, ignoredUntil, firstSeenAt, lastSeenAt } = row;
  return {
    id: row.id,
    connectionId: row.connectionId,
    providerSlug: row.providerSlug,
    sync: row.sync,
    externalId: row.externalId,
    title: row.title,
    severity: row.severity,
    providerSeverity: row.providerSeverity,
    status: row.status,
    statusReason: row.statusReason,
    statusChangedAt: toIso(statusChangedAt),
    statusChangedBy: row.statusChangedBy,
    ignoredUntil: toIso(ignoredUntil),
    exceptionId: row.exceptionId,
    rule: row.rule,
    resource: row.resource,
    url: row.url,
    remediation: row.remediation,
    firstSeenAt: toIso(firstSeenAt),
    lastSeenAt: toIso(wholeAt !== null && wholeAt > lastSeenAt ? wholeAt : lastSeenAt),
    reopenedCount: row.reopenedCount,
  };
}

export function findingNotFound(): PatchbayError {
  return new PatchbayError('not_found', 'There is no such finding. The list of findings shows those there are.');
}
