/** Where the organization's evidence is kept besides the database. */
export interface EvidenceArchive {
  connectionId: string;
  connectionName: string;
  bucket: string;
  /** What the key of each object begins with. */
  prefix: string;
  /** Up to which entry evidence is stored there; 0: nothing yet. */
  archivedSeq: number;
  archivedAt: string | null;
  /** Why the last try came to nothing. It is tried again. */
  error: string | null;
  nextAt: string;
}

/** What there is, and what may be chosen. */
export interface EvidenceArchiveView {
  archive: EvidenceArchive | null;
  /** Connections that can store objects. */
  choices: { connectionId: string; name: string; providerSlug: string }[];
}
