import {
  claimDueArchive,
  type EvidenceArchiveRow,
  type EvidenceRow,
  getEvidenceHash,
  listEvidenceFrom,
  updateEvidenceArchive,
} from '@patchbay/db';
import { toEvidence } from '../evidence/to-evidence.ts';
import type { ServiceDeps } from '../types.ts';
import { putObject } from './put-object.ts';

/** Entries of one object, and about how long it gets: providers take at most a million characters at once. */
const maxEntries = 500;
const maxLength = 500_000;
/** Longer than storing one object may take: nobody else tries before. */
const claimMs = 5 * 60_000;
const everyMs = 60_000;
const maxPauseMs = 60 * 60_000;

/**
 * Stores the next object of the archive that is due for longest, whichever organization's it is. True: one was due, so there may be
 * more. An object is stored under the same key with the same content however often it takes, so that a fault in the middle neither loses
 * an entry nor stores it under two keys.
 */
export async function archiveDueEvidence(deps: ServiceDeps): Promise<boolean> {
  if (deps.settings.offline) return false;
  const now = deps.clock.now();
  const row = await claimDueArchive(deps.db.orm, { now: new Date(now), until: new Date(now + claimMs) });
  if (!row) return false;
  const { organizationId, archivedSeq, pendingSeq } = row;
  const found = await listEvidenceFrom(deps.db.orm, { organizationId, afterSeq: archivedSeq, limit: maxEntries });
  const entries = pendingSeq === null ? cut(found) : found.filter(({ seq }) => seq <= pendingSeq);
  const problem = await findTampering(deps, row, entries);
  if (problem !== null) await putOff(deps, row, problem);
  else if (entries.length > 0) await store(deps, row, entries);
  else await updateEvidenceArchive(deps.db.orm, row, { nextAt: new Date(now + everyMs), error: null, failures: 0 });
  return true;
}

async function store(deps: ServiceDeps, row: EvidenceArchiveRow, entries: readonly EvidenceRow[]): Promise<void> {
  const { organizationId, archivedSeq } = row;
  const last = entries.at(-1);
  // Evidence goes elsewhere by now when the row is another.
  if (!last || !(await updateEvidenceArchive(deps.db.orm, row, { pendingSeq: last.seq }))) return;
  const actor = { type: 'system', id: 'evidence', organizationId, role: 'owner', scopes: null } as const;
  const { error } = await putObject({ deps, actor }, row, {
    name: `${pad(archivedSeq + 1)}-${pad(last.seq)}.jsonl`,
    content: entries.map(toLine).join(''),
    contentType: 'application/x-ndjson',
  });
  if (error) return putOff(deps, row, error);
  const at = new Date(deps.clock.now());
  await updateEvidenceArchive(deps.db.orm, row, {
    ...{ archivedSeq: last.seq, archivedHash: last.hash, archivedAt: at, pendingSeq: null },
    ...{ error: null, failures: 0, nextAt: at },
  });
}

/** Tries again after a pause that doubles. */
async function putOff(deps: ServiceDeps, row: EvidenceArchiveRow, error: string): Promise<void> {
  const failures = row.failures + 1;
  const pauseMs = Math.min(maxPauseMs, everyMs * 2 ** (failures - 1));
  deps.logger.warn({ organizationId: row.organizationId, error }, 'could not store evidence');
  const nextAt = new Date(deps.clock.now() + pauseMs);
  await updateEvidenceArchive(deps.db.orm, row, { error, failures, nextAt });
}

/** What is stored must follow what was stored: a chain that was tampered with is not carried on. */
async function findTampering(
  deps: ServiceDeps,
  { organizationId, archivedSeq, archivedHash }: EvidenceArchiveRow,
  [first]: readonly EvidenceRow[],
): Promise<string | null> {
  const isLastThere =
    archivedSeq === 0 || (await getEvidenceHash(deps.db.orm, { organizationId, seq: archivedSeq })) === archivedHash;
  if (isLastThere && (!first || (first.seq === archivedSeq + 1 && first.prevHash === archivedHash))) return null;
  return `The entries after ${archivedSeq} do not follow what was stored, so nothing more is stored. Somebody has changed the database; ask whoever runs it.`;
}

/** The first entries that make an object of a fair size; at least one. */
function cut(entries: readonly EvidenceRow[]): EvidenceRow[] {
  let length = 0;
  const end = entries.findIndex((entry, index) => {
    length += toLine(entry).length;
    return index > 0 && length > maxLength;
  });
  return end === -1 ? [...entries] : entries.slice(0, end);
}

function toLine(entry: EvidenceRow): string {
  return `${JSON.stringify(toEvidence(entry))}\n`;
}

function pad(seq: number): string {
  return String(seq).padStart(10, '0');
}
