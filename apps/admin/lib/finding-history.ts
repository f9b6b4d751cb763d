import type { AuditEntry, Finding } from '@patchbay/client';

export interface FindingEvent {
  what: 'seen' | Finding['status'];
  at: string;
  reason: string | null;
  /** Who decided it; null when the provider, an exception or the clock did. */
  by: AuditEntry['actor'] | 'somebody' | null;
}

const decisions: Record<string, Finding['status']> = {
  'finding.ignore': 'ignored',
  'finding.resolve': 'resolved',
  'finding.reopen': 'open',
};

/** What became of a finding, newest first. Who may not read the audit log sees the last change and the beginning. */
export function findingHistory(finding: Finding, entries: readonly AuditEntry[]): FindingEvent[] {
  const { firstSeenAt, status, statusChangedAt, statusChangedBy, statusReason, reopenedCount } = finding;
  const decided = entries.flatMap(({ action, actor, after, at }): FindingEvent[] => {
    const what = decisions[action];
    return what ? [{ what, at, reason: reasonOf(after), by: actor }] : [];
  });
  // What people decide is in the audit log; what came from elsewhere is known only as long as it is the last change.
  const isLogged = statusChangedBy !== null && decided.some(({ what }) => what === status);
  // One that was never anything else became open when it was seen.
  const isNew = status === 'open' && reopenedCount === 0;
  const last: FindingEvent[] =
    statusChangedAt === null || isLogged || isNew
      ? []
      : [{ what: status, at: statusChangedAt, reason: statusReason, by: statusChangedBy === null ? null : 'somebody' }];
  const changes = [...decided, ...last].sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
  return [...changes, { what: 'seen', at: firstSeenAt, reason: null, by: null }];
}

function reasonOf(after: unknown): string | null {
  const reason = typeof after === 'object' && after !== null && 'reason' in after ? after.reason : null;
  return typeof reason === 'string' ? reason : null;
}
