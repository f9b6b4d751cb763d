/** One object of the provider as last seen. */
export interface RecordRow {
  id: string;
  externalId: string;
  model: string;
  sync: string;
  data: Record<string, unknown>;
  change: 'added' | 'updated' | 'deleted';
  /** Grows with every change of the organization's records; page by it and never miss a row. */
  seq: number;
  firstSeenAt: string;
  changedAt: string;
  deletedAt: string | null;
}
