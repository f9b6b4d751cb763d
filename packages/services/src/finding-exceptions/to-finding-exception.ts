import type { FindingException as StoredException } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import type { FindingException } from '../dto/index.ts';
import { toIso } from '../support/to-iso.ts';

/** An exception as callers see it. */
export function toFindingException(row: StoredException, now: number): FindingException {
  return {
    id: row.id,
    connectionId: row.connectionId,
    rule: row.rule,
    resource: row.resource,
    reason: row.reason,
    expiresAt: toIso(row.expiresAt),
    isExpired: row.expiresAt !== null && row.expiresAt.getTime() <= now,
    createdBy: row.createdBy,
    createdAt: toIso(row.createdAt),
  };
}

/** What the audit log keeps of an exception, and what to call it. */
export function toExceptionAuditView({ connectionId, rule, resource, reason, expiresAt }: StoredException) {
  return { connectionId, rule, resource, reason, expiresAt: toIso(expiresAt) };
}
export function exceptionTarget({ id, rule, resource }: StoredException) {
  const label = [rule, resource].filter((pattern) => pattern !== null).join(' on ');
  return { type: 'finding_exception', id, label: label.slice(0, 200) };
}

export function findingExceptionNotFound(): PatchbayError {
  return new PatchbayError(
    'not_found',
    'There is no such exception. It may have been deleted; the list shows those there are.',
  );
}
