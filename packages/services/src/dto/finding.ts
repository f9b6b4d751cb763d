export type FindingSeverity = 'info' | 'low' | 'medium' | 'high' | 'critical';
export type FindingStatus = 'open' | 'resolved' | 'ignored';

/** Something to fix, as a provider reports it and people decided about it. */
export interface Finding {
  id: string;
  connectionId: string;
  providerSlug: string;
  sync: string;
  /** Its key at the provider. */
  externalId: string;
  title: string;
  severity: FindingSeverity;
  /** The provider's word or score; null when it gave none. */
  providerSeverity: string | null;
  status: FindingStatus;
  /** Why it has the status. */
  statusReason: string | null;
  statusChangedAt: string | null;
  /** The person or key that gave it the status; null when the provider, an exception or the clock did. */
  statusChangedBy: string | null;
  /** An ignored one is open again from then. */
  ignoredUntil: string | null;
  /** The exception that ignores it. */
  exceptionId: string | null;
  rule: string | null;
  resource: string | null;
  url: string | null;
  remediation: string | null;
  firstSeenAt: string;
  lastSeenAt: string;
  /** How often it was open again. */
  reopenedCount: number;
}

/** A finding with the record it comes from. */
export interface FindingDetail extends Finding {
  /** Null when the record was removed. */
  record: Record<string, unknown> | null;
}

/** How many findings there are. */
export interface FindingSummary {
  total: number;
  byStatus: Record<FindingStatus, number>;
  bySeverity: Record<FindingSeverity, Record<FindingStatus, number>>;
}

/** Findings the organization lives with, now and later. */
export interface FindingException {
  id: string;
  /** Null: of every connection. */
  connectionId: string | null;
  rule: string | null;
  resource: string | null;
  reason: string;
  expiresAt: string | null;
  isExpired: boolean;
  createdBy: string | null;
  createdAt: string;
}
