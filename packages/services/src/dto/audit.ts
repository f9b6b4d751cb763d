/** One line of the hash-chained audit log. */
export interface AuditEntry {
  id: string;
  at: string;
  actor: { type: string; id: string; label: string | null };
  /** What was done: connection.create, credentials.put … */
  action: string;
  target: { type: string; id: string; label: string | null };
  before: unknown;
  after: unknown;
  requestId: string | null;
  ip: string | null;
  hash: string;
}

/** What a check of the chain found. */
export interface AuditVerification {
  ok: boolean;
  /** Lines that were found good. */
  checked: number;
  /** Hash of the last good line; keep it elsewhere to notice lines cut off the end. */
  lastHash: string;
  /** The first line that does not fit, counted from 1; null when all do. */
  problem: { seq: number; message: string } | null;
}
