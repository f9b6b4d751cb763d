import type { Finding, FindingException } from '@patchbay/db';
import type { FindingState, Severity } from '@patchbay/schema';

/** What is kept of why a finding has its status. */
export type Standing = Pick<
  Finding,
  'status' | 'statusReason' | 'statusChangedAt' | 'statusChangedBy' | 'ignoredUntil' | 'exceptionId' | 'reopenedCount'
>;

export type FindingChangeKind = 'opened' | 'reopened' | 'changed' | 'resolved' | 'ignored';

export interface Decision {
  standing: Standing;
  /** What happened to it; null when nothing worth telling did. */
  kind: FindingChangeKind | null;
}

export interface Seen {
  /** As known so far; null when it is new. */
  before: Finding | null;
  severity: Severity;
  /** What the provider says about its state; null is open. */
  state: FindingState | null;
  /** The exception in force that fits it. */
  exception: FindingException | null;
  now: Date;
}

/**
 * What becomes of a finding that was seen. The provider's word that it is fixed goes first, then a person's own decision to ignore it,
 * then an exception, then the provider's word that it is ignored there. Everything else is open: one that was resolved is open again.
 */
export function decideStatus(seen: Seen): Decision {
  const { before, state, exception, now } = seen;
  if (state === 'resolved') {
    if (before?.status === 'resolved') return keep(before);
    const kind = before ? 'resolved' : null;
    return { standing: become(before, now, { status: 'resolved', statusReason: 'Resolved at the provider.' }), kind };
  }
  if (before?.status === 'ignored' && isPersonal(before) && !isOver(before, now)) return keepOrTell(seen, before);
  if (exception) {
    if (before?.status === 'ignored' && before.exceptionId === exception.id) return keep(before);
    return ignoreBy(before, exception, now);
  }
  if (state === 'ignored') {
    if (before?.status === 'ignored' && before.exceptionId === null && !isPersonal(before)) return keep(before);
    const standing = become(before, now, { status: 'ignored', statusReason: 'Ignored at the provider.' });
    return { standing, kind: before?.status === 'ignored' ? null : 'ignored' };
  }
  if (before === null) return { standing: become(null, now, { status: 'open', statusReason: null }), kind: 'opened' };
  if (before.status === 'open') return keepOrTell(seen, before);
  return reopen(before, now, before.status === 'resolved' ? 'Seen again.' : 'Nothing ignores it any more.');
}

/** Open again. */
export function reopen(before: Finding, now: Date, statusReason: string): Decision {
  const standing = become(before, now, { status: 'open', statusReason });
  return { standing: { ...standing, reopenedCount: before.reopenedCount + 1 }, kind: 'reopened' };
}

/** Ignored for as long as the exception is in force. */
export function ignoreBy(before: Finding | null, { id, reason, expiresAt }: FindingException, now: Date): Decision {
  const standing = become(before, now, { status: 'ignored', statusReason: reason });
  return {
    standing: { ...standing, exceptionId: id, ignoredUntil: expiresAt },
    kind: before?.status === 'ignored' ? null : 'ignored',
  };
}

/** The status, and nothing left of the one before. */
export function become(
  before: Finding | null,
  now: Date,
  given: Pick<Standing, 'status' | 'statusReason'> & Partial<Standing>,
): Standing {
  return {
    statusChangedAt: now,
    statusChangedBy: null,
    ignoredUntil: null,
    exceptionId: null,
    reopenedCount: before?.reopenedCount ?? 0,
    ...given,
  };
}

function keep(before: Finding): Decision {
  const { status, statusReason, statusChangedAt, statusChangedBy, ignoredUntil, exceptionId, reopenedCount } = before;
  const standing = { status, statusReason, statusChangedAt, statusChangedBy, ignoredUntil, exceptionId, reopenedCount };
  return { standing, kind: null };
}

function keepOrTell({ severity }: Seen, before: Finding): Decision {
  const isChanged = before.status === 'open' && before.severity !== severity;
  return { ...keep(before), kind: isChanged ? 'changed' : null };
}

function isPersonal({ statusChangedBy }: Finding): boolean {
  return statusChangedBy !== null;
}

function isOver({ ignoredUntil }: Finding, now: Date): boolean {
  return ignoredUntil !== null && ignoredUntil <= now;
}
