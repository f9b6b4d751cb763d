import type { Executor, FindingRow } from '@patchbay/db';
import { type EventData, type Severity, severitySchema } from '@patchbay/schema';
import { emitEvents, type NewEvent } from '../events/emit.ts';
import { toIso } from '../support/to-iso.ts';
import type { FindingChangeKind } from './decide-status.ts';

/** Findings one run, or one decision of people, tells one by one. The rest is told in numbers. */
const maxTold = 500;

export interface FindingChange {
  kind: FindingChangeKind;
  row: FindingRow;
  previousSeverity?: Severity | undefined;
}

export interface FindingTeller {
  /** Tells what changed in the transaction that changed it. */
  tell(tx: Executor, changes: readonly FindingChange[]): Promise<void>;
}

type FindingEvent = NewEvent<
  'finding.opened' | 'finding.reopened' | 'finding.changed' | 'finding.resolved' | 'finding.ignored'
>;

/**
 * Tells what happened to findings: the first 500 of a run each by itself, the worst of a batch first, and of each batch beyond that one
 * summary with numbers. So a first sync of 100 000 findings is some hundred events, and nothing goes untold.
 */
export function createFindingTeller(): FindingTeller {
  let left = maxTold;
  return {
    async tell(tx, changes) {
      if (changes.length === 0) return;
      const rank = severitySchema.options;
      const sorted = [...changes].sort((a, b) => rank.indexOf(b.row.severity) - rank.indexOf(a.row.severity));
      const told = sorted.slice(0, left);
      left -= told.length;
      const events: NewEvent<FindingEvent['type'] | 'finding.summary'>[] = told.map(toEvent);
      const rest = sorted.slice(told.length);
      const [first] = rest;
      if (first) {
        const data = summarize(rest);
        events.push({ organizationId: first.row.organizationId, type: 'finding.summary', data });
      }
      await emitEvents(tx, events);
    },
  };
}

function toEvent({ kind, row, previousSeverity }: FindingChange): FindingEvent {
  const { organizationId } = row;
  const data = {
    findingId: row.id,
    connectionId: row.connectionId,
    providerSlug: row.providerSlug,
    sync: row.sync,
    externalId: row.externalId,
    title: row.title,
    severity: row.severity,
    rule: row.rule,
    resource: row.resource,
  };
  const reason = row.statusReason;
  switch (kind) {
    case 'opened':
      return { organizationId, type: 'finding.opened', data };
    case 'reopened':
      return { organizationId, type: 'finding.reopened', data };
    case 'changed':
      return {
        organizationId,
        type: 'finding.changed',
        data: { ...data, previousSeverity: previousSeverity ?? row.severity },
      };
    case 'resolved':
      return { organizationId, type: 'finding.resolved', data: { ...data, reason } };
    case 'ignored':
      return { organizationId, type: 'finding.ignored', data: { ...data, reason, until: toIso(row.ignoredUntil) } };
  }
}

function summarize(changes: readonly FindingChange[]): EventData<'finding.summary'> {
  const counts = { opened: 0, reopened: 0, changed: 0, resolved: 0, ignored: 0 };
  const open: Record<Severity, number> = { info: 0, low: 0, medium: 0, high: 0, critical: 0 };
  for (const { kind, row } of changes) {
    counts[kind] += 1;
    if (row.status === 'open') open[row.severity] += 1;
  }
  return {
    connectionId: shared(changes, 'connectionId'),
    providerSlug: shared(changes, 'providerSlug'),
    sync: shared(changes, 'sync'),
    ...counts,
    open,
  };
}

/** What all of them have; null when they differ. */
function shared(changes: readonly FindingChange[], key: 'connectionId' | 'providerSlug' | 'sync'): string | null {
  const values = new Set(changes.map(({ row }) => row[key]));
  const [value] = values;
  return values.size === 1 && value !== undefined ? value : null;
}
