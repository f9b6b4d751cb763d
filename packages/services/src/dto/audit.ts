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
  /** Entries looked at. */
  checked: number;
  /** The first entry that does not follow from the one before; null when all do. */
  firstBroken: { id: string; at: string; reason: string } | null;
}
