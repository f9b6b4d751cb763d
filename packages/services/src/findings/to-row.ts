import { type Finding, type FindingRow, newId, type SyncLease } from '@patchbay/db';
import { type FindingState, findingStateSchema, type Severity, severitySchema } from '@patchbay/schema';
import type { Standing } from './decide-status.ts';

/** What a record of the model `finding` says, fit to be stored. */
export interface SeenFinding {
  externalId: string;
  title: string;
  severity: Severity;
  providerSeverity: string | null;
  state: FindingState | null;
  rule: string | null;
  resource: string | null;
  url: string | null;
  remediation: string | null;
}

export function readFinding(externalId: string, data: Record<string, unknown>): SeenFinding {
  const severity = severitySchema.safeParse(data.severity);
  const state = findingStateSchema.safeParse(data.state);
  return {
    externalId,
    title: toText(data.title, 1_000) ?? externalId,
    severity: severity.success ? severity.data : 'medium',
    providerSeverity: toText(data.providerSeverity, 200),
    state: state.success ? state.data : null,
    rule: toText(data.ruleId, 1_000),
    resource: toText(data.resource, 1_000),
    url: toWebAddress(data.url),
    remediation: toText(data.remediation, 10_000),
  };
}

/** The whole row: what was seen, how it stands, and what stays from before. */
export function toRow(
  { state: _, ...seen }: SeenFinding,
  {
    before,
    standing,
    lease,
    providerSlug,
    now,
  }: { before: Finding | null; standing: Standing; lease: SyncLease; providerSlug: string; now: Date },
): FindingRow {
  return {
    id: before?.id ?? newId('fnd'),
    organizationId: lease.organizationId,
    connectionId: lease.connectionId,
    providerSlug,
    sync: lease.sync,
    ...seen,
    ...standing,
    firstSeenAt: before?.firstSeenAt ?? now,
    lastSeenAt: now,
  };
}

/** Text the database takes, cut; null for what is none. */
function toText(value: unknown, maxLength: number): string | null {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string' || value.trim() === '') return null;
  return value.slice(0, maxLength).toWellFormed().replaceAll('\0', '\uFFFD');
}

/** People follow it: anything but a web address is left out. */
function toWebAddress(value: unknown): string | null {
  const text = toText(value, 2_000);
  return text !== null && /^https?:\/\//i.test(text) && URL.canParse(text) ? text : null;
}
