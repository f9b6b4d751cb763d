import { hash } from 'node:crypto';
import { toCanonicalJson } from '@patchbay/schema';
import { toStorableJson } from '../storable-json.ts';

/** A row of a log in which each row vouches for the one before. */
export interface ChainedRow {
  seq: number;
  at: Date;
  prevHash: string;
  hash: string;
}

/** What the first row follows. */
export const firstHash = '0'.repeat(64);

/** SHA-256 over everything in the row but the hash itself. */
export function hashRow(row: { at: Date; hash?: string }): string {
  const { hash: _hash, ...content } = row;
  return hash('sha256', toCanonicalJson({ ...content, at: row.at.toISOString() }), 'hex');
}

/** Result of checking a chain; `problem` names the first row that does not fit. */
export interface ChainVerdict {
  checked: number;
  lastHash: string;
  problem: { seq: number; message: string } | null;
}

/**
 * Walks a chain from its first row, read in pages by `readAfter`. Finds changed, missing and reordered rows; rows cut from the end show
 * only against a `lastHash` noted elsewhere.
 */
export async function verifyChain(readAfter: (seq: number) => Promise<ChainedRow[]>): Promise<ChainVerdict> {
  let prevHash = firstHash;
  let seq = 0;
  for (;;) {
    const rows = await readAfter(seq);
    if (rows.length === 0) return { checked: seq, lastHash: prevHash, problem: null };
    for (const row of rows) {
      const message = findProblem(row, seq + 1, prevHash);
      if (message !== null) return { checked: seq, lastHash: prevHash, problem: { seq: seq + 1, message } };
      prevHash = row.hash;
      seq = row.seq;
    }
  }
}

function findProblem(row: ChainedRow, expectedSeq: number, prevHash: string): string | null {
  if (row.seq !== expectedSeq) return `line ${expectedSeq} is missing`;
  if (row.prevHash !== prevHash) return 'it does not follow the line before it';
  if (row.hash !== hashRow(row)) return 'it was changed after it was written';
  return null;
}

/** As the database will give it back: only JSON, and null for nothing. */
export function toPlain(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(toStorableJson(JSON.stringify(value) ?? 'null'));
}
