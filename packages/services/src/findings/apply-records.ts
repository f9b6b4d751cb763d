import {
  type Executor,
  type Finding,
  holdExceptions,
  listLiveFindingExceptions,
  listResolvedByPeople,
  lockFindingsOfGoneRecords,
  lockFindingsOfRecords,
  type RecordInput,
  type SyncLease,
  saveFindings,
} from '@patchbay/db';
import type { FindingChange, FindingTeller } from './create-finding-teller.ts';
import { become, decideStatus } from './decide-status.ts';
import { findException } from './find-exception.ts';
import { readFinding, type SeenFinding, toRow } from './to-row.ts';

/** Findings changed by one statement. */
const maxBatch = 2_000;

export interface ApplyRecordsParams {
  lease: SyncLease;
  providerSlug: string;
  /** Everything seen in the batch, by the id it is stored under. */
  records: readonly RecordInput[];
  /** Those of them that were new or different. */
  changedIds: readonly string[];
  /** What the provider said is gone. */
  deletedIds: readonly string[];
  teller: FindingTeller;
  now: Date;
}

/**
 * Brings the findings in line with the records of a batch, in the transaction that wrote them. A record that did not change writes
 * nothing, but for one: a finding that a person declared resolved and that is seen again is open again.
 */
export async function applyRecordsToFindings(tx: Executor, params: ApplyRecordsParams): Promise<void> {
  const { lease, providerSlug, teller, now } = params;
  const seen = await pickSeen(tx, params);
  if (seen.size === 0 && params.deletedIds.length === 0) return;
  await holdExceptions(tx, lease);
  const known = await lockFindingsOfRecords(tx, { ...lease, externalIds: [...seen.keys(), ...params.deletedIds] });
  const befores = new Map(known.map((row) => [row.externalId, row]));
  const { organizationId, connectionId } = lease;
  const exceptions = seen.size === 0 ? [] : await listLiveFindingExceptions(tx, { organizationId, connectionId, now });
  const changes: (Omit<FindingChange, 'kind'> & { kind: FindingChange['kind'] | null })[] = [];
  for (const finding of seen.values()) {
    const before = befores.get(finding.externalId) ?? null;
    const exception = findException(exceptions, { connectionId, rule: finding.rule, resource: finding.resource });
    const { standing, kind } = decideStatus({
      before,
      severity: finding.severity,
      state: finding.state,
      exception,
      now,
    });
    const row = toRow(finding, { before, standing, lease, providerSlug, now });
    changes.push({ kind, row, previousSeverity: before?.severity });
  }
  for (const id of params.deletedIds) {
    const before = befores.get(id);
    if (before && before.status !== 'resolved' && !seen.has(id)) changes.push(toGone(before, now));
  }
  const rows = changes.map(({ row }) => row);
  await saveFindings(tx, rows, { now });
  await teller.tell(
    tx,
    changes.filter((change): change is FindingChange => change.kind !== null),
  );
}

/** Resolves the findings of records that a complete read no longer held. Call it in the transaction that deleted those. */
export async function resolveGoneFindings(
  tx: Executor,
  { lease, teller, now }: Pick<ApplyRecordsParams, 'lease' | 'teller' | 'now'>,
): Promise<void> {
  for (let after = ''; ; ) {
    const gone = await lockFindingsOfGoneRecords(tx, { ...lease, after, limit: maxBatch });
    const changes = gone.map((before) => toGone(before, now));
    await saveFindings(
      tx,
      changes.map(({ row }) => row),
      { now },
    );
    await teller.tell(tx, changes);
    after = gone.at(-1)?.externalId ?? '';
    if (gone.length < maxBatch) return;
  }
}

function toGone(before: Finding, now: Date): FindingChange {
  const statusReason = 'The provider does not have it any more.';
  const standing = become(before, now, { status: 'resolved', statusReason });
  return { kind: 'resolved', row: { ...before, ...standing } };
}

/** By stored id: what changed, and what has to be looked at although it did not. */
async function pickSeen(
  tx: Executor,
  { lease, records, changedIds }: ApplyRecordsParams,
): Promise<Map<string, SeenFinding>> {
  const byId = new Map(records.map(({ id, data }) => [id, data as Record<string, unknown>]));
  const changed = new Set(changedIds);
  const unchanged = [...byId.keys()].filter((id) => !changed.has(id));
  const again = unchanged.length === 0 ? [] : await listResolvedByPeople(tx, { ...lease, externalIds: unchanged });
  const seen = new Map<string, SeenFinding>();
  for (const id of [...changed, ...again]) {
    const data = byId.get(id);
    if (data) seen.set(id, readFinding(id, data));
  }
  return seen;
}
